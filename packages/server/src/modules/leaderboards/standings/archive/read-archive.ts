import { type SQL, sql } from 'drizzle-orm';
import { type Executor, json, rows } from '../../../../platform/db/database.ts';
import type { WholeView } from '../sql/formulas.ts';
import { orderOf } from '../sql/order.ts';
import type { BoardView, OwnStanding, Reading, Standing, Standings, Stretch } from '../standings.ts';

interface Row extends Record<string, unknown> {
  readonly first: string | null;
  readonly stretch: string;
  readonly asked: string;
  readonly listed: string | null;
  readonly total: string;
  readonly version: string;
}

/** Sealed seasons, as they were sealed. Nothing moves any more, so there is no previous rank. */
export function archiveStandings(executor: Executor): Standings {
  return { read: (...asked) => readArchive(executor, ...asked) };
}

async function readArchive(
  executor: Executor,
  view: BoardView,
  stretch: Stretch,
  ids: readonly string[],
): Promise<Reading> {
  const [row] = await rows<Row>(executor, statement(view, stretch, ids));
  if (!row) throw new Error('An archive read gave no row.');
  const found = JSON.parse(row.stretch) as (Standing & { place: number })[];
  const total = Number(row.total);
  const shown = stretch.kind === 'listed' ? found.slice(0, stretch.limit) : found;
  return {
    rows: shown,
    more: stretch.kind === 'listed' ? found.length > stretch.limit : (found.at(-1)?.place ?? total) < total,
    listed: Number(row.listed ?? row.total),
    asked: JSON.parse(row.asked) as OwnStanding[],
    total,
    version: Number(row.version),
  };
}

function statement(view: BoardView, stretch: Stretch, ids: readonly string[]): SQL {
  const { tenant } = view;
  const asked = listOf(ids);
  return sql`
    with entries as not materialized (${archivedEntries(view)}),
    bounds as materialized (${boundsOf(view, stretch)})
    select
      (select coalesce(json_agg(json_build_object(${wire}) order by r.place), '[]')::text
        from (${shownRows(stretch)}) r) as stretch,
      ${stretch.kind === 'listed' ? sql`(select count(*)::text from entries where id in (${listOf(stretch.ids)}))` : sql`null`} as listed,
      (select coalesce(json_agg(json_build_object(${wire}, 'ahead', ${ahead})), '[]')::text
        from entries r where r.id in (${asked})) as asked,
      coalesce((select total from leaderboard_archives where ${isOf(view)} and segment = ${view.segment}), 0)::text as total,
      coalesce((select version from metric_versions where tenant_id = ${tenant.id}), 0)::text as version`;
}

const listOf = (ids: readonly string[]): SQL => sql`select jsonb_array_elements_text(${json(ids)})`;

/** Of listed subjects one row more than is shown, to know whether more come. */
function shownRows(stretch: Stretch): SQL {
  if (stretch.kind !== 'listed')
    return sql`select e.* from entries e, bounds b where e.place between b.first and b.last`;
  return sql`select e.* from entries e, bounds b where e.place >= b.first and e.id in (${listOf(stretch.ids)})
    order by e.place limit ${stretch.limit + 1}`;
}

/** Which rows of the archive's tables are a view's, in all its segments. */
export const isOf = ({ tenant, board, period }: WholeView): SQL =>
  sql`tenant_id = ${tenant.id} and board = ${board.key} and period_id = ${period.id}`;

/** The rows of an archive with those who stand behind them. Who was erased goes by the random key. */
export function archivedEntries(view: BoardView): SQL {
  return sql`select place, rank, score, reached_at, entry_key, s.subject_ref as ref, s.id as own_id,
      coalesce(s.id, entry_key) collate "C" as id, s.name
    from leaderboard_archive_entries join leaderboard_archive_subjects s using (tenant_id, board, period_id, entry_key)
    where ${isOf(view)} and segment = ${view.segment}`;
}

/** The places that a stretch is of; no row when it is around a subject without an entry. */
function boundsOf(view: BoardView, stretch: Stretch): SQL {
  if (stretch.kind === 'top') return sql`select 1::bigint as first, ${stretch.limit}::bigint as last`;
  if (stretch.kind === 'around') {
    const { id, span } = stretch;
    return sql`select place - ${span}::int as first, place + ${span}::int as last from entries where id = ${id}`;
  }
  const { place, limit } = stretch;
  if (!place) return sql`select 1::bigint as first, ${limit}::bigint as last`;
  const { score, reachedAt, id } = place;
  const order = orderOf(view.board.direction);
  // A place that was given out before the seal, or whose subject was erased since, is found by what comes before it.
  return sql`select n.place + 1 as first, n.place + ${limit}::int as last from (
    select coalesce(
      (select place from entries where id = ${id} and score = p.score and reached_at = p.reached_at),
      (select count(*) from (select score, reached_at, id as key from entries) e where not ${order.after(sql`e`, sql`e.key`, sql`p`)})
    ) as place
    from (select ${score}::bigint as score, ${reachedAt}::text::timestamptz as reached_at, ${id}::text as key) p) n`;
}

const wire = sql`'id', r.id, 'name', r.name, 'score', r.score::text, 'reachedAt', r.reached_at::text,
  'place', r.place, 'rank', r.rank, 'previousRank', null,
  'tied', exists (select from entries t where t.place in (r.place - 1, r.place + 1) and t.score = r.score)`;

const ahead = sql`(select json_build_object('rank', a.rank, 'score', a.score::text) from entries a
  where a.place < r.place and a.score <> r.score order by a.place desc limit 1)`;
