import { type SQL, sql } from 'drizzle-orm';
import { type Executor, json, rows } from '../../../../platform/db/database.ts';
import type { BoardView, OwnStanding, Place, Reading, Standing, Standings, Stretch } from '../standings.ts';
import { entriesOf, type Order, orderOf } from './order.ts';

interface Row extends Record<string, unknown> {
  readonly stretch: string;
  readonly asked: string;
  readonly total: string;
  readonly listed: string | null;
  readonly version: string;
}

/** Boards straight from the numbers. */
export function sqlStandings(executor: Executor): Standings {
  return { read: (...asked) => readBoard(executor, ...asked) };
}

/** In one statement, and so at one instant. */
async function readBoard(
  executor: Executor,
  view: BoardView,
  stretch: Stretch,
  ids: readonly string[],
): Promise<Reading> {
  const [row] = await rows<Row>(executor, statement(view, stretch, ids));
  if (!row) throw new Error('A board read gave no row.');
  const found = JSON.parse(row.stretch) as Standing[];
  const shown =
    stretch.kind === 'around' ? shownAround(found, stretch.id, stretch.span) : found.slice(0, stretch.limit);
  return {
    rows: shown,
    more: shown.length < found.length,
    asked: JSON.parse(row.asked) as OwnStanding[],
    listed: Number(row.listed ?? row.total),
    total: Number(row.total),
    version: Number(row.version),
  };
}

/** One row more than is shown is read below, to know whether the last one shares its score. */
function shownAround(found: readonly Standing[], id: string, span: number): readonly Standing[] {
  return found.slice(0, found.findIndex((row) => row.id === id) + span + 1);
}

/** A formula is computed once for all; a total is read where it is needed, through an index. */
function statement(view: BoardView, stretch: Stretch, ids: readonly string[]): SQL {
  const order = orderOf(view.board.direction);
  return sql`
    with entries as ${view.board.score === 'total' ? sql`not materialized` : sql`materialized`} (${entriesOf(view)}),
    ${shownRows(view, stretch, order)},
    ${askedRows(view, ids, order)}
    select
      (select coalesce(json_agg(json_build_object(${wire(view)}) order by r.place), '[]')::text from ranked r) as stretch,
      (select coalesce(json_agg(json_build_object(${wire(view)}, ${ownWire})), '[]')::text from asked r) as asked,
      (select coalesce(sum(entries), 0) from tally)::text as total,
      ${stretch.kind === 'listed' ? sql`(select count(*)::text from narrowed)` : sql`null`} as listed,
      coalesce((select version from metric_versions where tenant_id = ${view.tenant.id}), 0)::text as version`;
}

const ENTRY = sql`e.ref, e.score, e.reached_at, s.key`;

/** Rows of `entries` with their subjects' ids. */
const entriesWithIds = ({ tenant }: BoardView) =>
  sql`entries e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref`;

/** Defines `ranked`. Where only places are asked for, planning the rows would take longer than all the rest. */
function shownRows(view: BoardView, stretch: Stretch, order: Order): SQL {
  if (stretch.kind === 'listed') return listedRows(view, stretch, order);
  if (stretch.kind === 'top' && stretch.limit === 0) return nothingRanked;
  return rankedStretch(view, stretch, order);
}

const nothingRanked = sql`ranked as (select e.*, null as key, 0 as place, 0 as rank, false as tied from entries e where false)`;

type Run = Exclude<Stretch, { kind: 'listed' }>;
type List = Extract<Stretch, { kind: 'listed' }>;

/** Defines `ranked`: rows that stand together. */
function rankedStretch(view: BoardView, stretch: Run, order: Order): SQL {
  return sql`${stretchRows(view, stretch, order)},
    start as materialized (${startRanks(view, stretch, order)}),
    ranked as (${rankedRows(view, order)})`;
}

/**
 * Defines `narrowed`, the entries of the listed subjects, and `ranked`, those to show and one more. They are ranked in one
 * pass over all that are no worse than the last of them.
 */
function listedRows(view: BoardView, { ids, limit, place }: List, order: Order): SQL {
  const after = place ? sql`, (select ${placeOf(place)}) p where ${order.after(sql`e`, sql`e.key`, sql`p`)}` : sql``;
  const rank = {
    ordinal: sql`row_number() over (order by ${order.by})`,
    competition: sql`rank() over (order by ${order.byScore})`,
    dense: sql`dense_rank() over (order by ${order.byScore})`,
  }[view.board.ranks];
  return sql`narrowed as materialized (select ${ENTRY} from ${entriesWithIds(view)}
      where s.kind = ${view.metric.subject} and s.key in (select jsonb_array_elements_text(${json(ids)}))),
    stretch as materialized (select e.* from narrowed e${after} order by ${order.by} limit ${limit + 1}),
    worst as materialized (select score from stretch order by ${order.worstFirst} limit 1),
    numbered as (select e.ref, ${rank} as rank, count(*) over (partition by e.score) > 1 as tied
      from ${view.board.ranks === 'ordinal' ? entriesWithIds(view) : sql`entries e`}
      where not ${order.better(sql`(select score from worst)`, sql`e.score`)}),
    ranked as (select x.*, row_number() over (order by ${order.by}) as place, n.rank, n.tied
      from stretch x join numbered n on n.ref = x.ref)`;
}

/** Defines `stretch`: the rows to show, and one more. */
function stretchRows(view: BoardView, stretch: Run, order: Order): SQL {
  const source = entriesWithIds(view);
  if (stretch.kind === 'top') {
    return sql`stretch as materialized (select ${ENTRY} from ${source} order by ${order.by} limit ${stretch.limit + 1})`;
  }
  const below = (count: number) => sql`(select b.* from place p, lateral
    (select ${ENTRY} from ${source} where ${order.after(sql`e`, sql`s.key`, sql`p`)} order by ${order.by} limit ${count}) b)`;
  if (stretch.kind === 'after') {
    return sql`place as (select ${placeOf(stretch.place)}),
      stretch as materialized ${below(stretch.limit + 1)}`;
  }
  return sql`place as materialized (select ${ENTRY} from ${source}
      where s.kind = ${view.metric.subject} and s.key = ${stretch.id}),
    stretch as materialized (
      (select a.* from place p, lateral (select ${ENTRY} from ${source}
        where ${order.before(sql`e`, sql`s.key`, sql`p`)} order by ${order.reversed} limit ${stretch.span}) a)
      union all select * from place union all ${below(stretch.span + 1)})`;
}

const placeOf = ({ score, reachedAt, id }: Place) =>
  sql`${score}::bigint as score, ${reachedAt}::text::timestamptz as reached_at, ${id}::text as key`;

/** How many entries stand before row `r` with the same score. */
const earlier = (view: BoardView, r: SQL) =>
  sql`((select count(*) from entries e where e.score = ${r}.score and e.reached_at < ${r}.reached_at)
    + (select count(*) from ${entriesWithIds(view)}
       where e.score = ${r}.score and e.reached_at = ${r}.reached_at and s.key < ${r}.key))`;

/** The ranks of the stretch's first row: its place, that of the first with its score, and by distinct scores. */
function startRanks(view: BoardView, stretch: Run, order: Order): SQL {
  if (stretch.kind === 'top') return sql`select 1::bigint as ordinal, 1::bigint as competition, 1::bigint as dense`;
  const isBetter = order.better(sql`e.score`, sql`f.score`);
  const betterScores = sql`(select count(distinct e.score) from entries e where ${isBetter})`;
  const dense = view.board.ranks === 'dense' ? sql`1 + ${betterScores}` : sql`1::bigint`;
  return sql`select better + 1 + earlier as ordinal, better + 1 as competition, dense from (
    select (select count(*) from entries e where ${isBetter}) as better, ${earlier(view, sql`f`)} as earlier, ${dense} as dense
    from (select * from stretch order by ${order.by} limit 1) f offset 0) n`;
}

/** Numbers the stretch from the ranks of its first row. A tie across its upper edge shows in those. */
function rankedRows({ board }: BoardView, order: Order): SQL {
  const byScore = sql`(order by ${order.byScore})`;
  const first = sql`rank() over ${byScore} = 1`;
  const rank = {
    ordinal: sql`start.ordinal + row_number() over w - 1`,
    competition: sql`case when ${first} then start.competition else start.ordinal + rank() over ${byScore} - 1 end`,
    dense: sql`start.dense + dense_rank() over ${byScore} - 1`,
  }[board.ranks];
  const tied = sql`coalesce(lag(x.score) over w = x.score, start.ordinal > start.competition)
    or coalesce(lead(x.score) over w = x.score, false)`;
  return sql`select x.*, row_number() over w as place, ${rank} as rank, ${tied} as tied
    from stretch x, start window w as (order by ${order.by})`;
}

/** Defines `asked`, the asked-for entries with their ranks and with the next better score. */
function askedRows(view: BoardView, ids: readonly string[], order: Order): SQL {
  const { rank, aheadRank } = {
    // The last of those with the next better score stands right before the first of mine.
    ordinal: { rank: sql`1 + t.better + l.earlier`, aheadRank: sql`t.better` },
    competition: {
      rank: sql`1 + t.better`,
      aheadRank: sql`1 + t.better - (select count(*) from entries e where e.score = ${order.merit(sql`t.next`)})`,
    },
    dense: { rank: sql`1 + t.better_scores`, aheadRank: sql`t.better_scores` },
  }[view.board.ranks];
  return sql`subjects as materialized (select s.ref, s.key from metric_subjects s where s.tenant_id = ${view.tenant.id}
      and s.kind = ${view.metric.subject} and s.key in (select jsonb_array_elements_text(${json(ids)}))),
    own as materialized (select ${ENTRY}, ${order.merit(sql`e.score`)} as merit
      from entries e join subjects s on s.ref = e.ref where e.ref = any(array(select ref from subjects))),
    ${tallyOf(view, order)},
    asked as (select a.*, ${rank} as rank, 1 + t.better + l.earlier as place, t.level > 1 as tied,
        ${order.merit(sql`t.next`)} as ahead_score, case when t.next is not null then ${aheadRank} end as ahead_rank
      from own a join tally t on t.merit = a.merit
      cross join lateral (select case when t.level > 1 then ${earlier(view, sql`a`)} else 0 end as earlier) l)`;
}

/**
 * Defines `tally`, which one pass over the board comes to however many of `own` there are: their merits divide it into
 * steps, each from one of them up to the next. A row says what merit a step starts with, how many entries it has, how many
 * at its start (`level`), how many are better than that, and the next better merit. `offset 0` keeps Postgres from
 * computing a step anew for every column that reads it.
 */
function tallyOf({ board }: BoardView, order: Order): SQL {
  const merits = sql`(select merits from wanted)`;
  const scores = board.ranks === 'dense' ? sql`count(distinct merit)` : sql`0`;
  return sql`wanted as materialized (select array_agg(distinct merit order by merit) as merits from own),
    stepped as (select merit, step, ${merits}[step] as start
      from (select merit, width_bucket(merit, ${merits}) as step
        from (select ${order.merit(sql`e.score`)} as merit from entries e) e offset 0) e offset 0),
    counted as (select step, count(*) as entries, count(*) filter (where merit = start) as level, ${scores} as scores,
      min(merit) filter (where merit > start) as next from stepped group by step),
    tally as materialized (select ${merits}[step] as merit, entries, level, sum(entries) over w - level as better,
        sum(scores) over w - 1 as better_scores, coalesce(next, ${merits}[step + 1]) as next
      from counted window w as (order by step desc))`;
}

/** Row `r` as JSON, with the rank at the last snapshot; 64-bit numbers as text. */
function wire({ tenant, board, period, segment }: BoardView): SQL {
  return sql`'id', r.key, 'score', r.score::text, 'reachedAt', r.reached_at::text,
    'rank', r.rank, 'tied', r.tied, 'previousRank', (
      select n.rank from leaderboard_snapshot_ranks n where n.tenant_id = ${tenant.id} and n.board = ${board.key}
        and n.period_id = ${period.id} and n.segment = ${segment} and n.subject_ref = r.ref)`;
}

const ownWire = sql`'place', r.place, 'ahead', case when r.ahead_score is not null
  then json_build_object('rank', r.ahead_rank, 'score', r.ahead_score::text) end`;
