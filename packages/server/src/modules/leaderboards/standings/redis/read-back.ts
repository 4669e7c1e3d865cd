import { type SQL, sql } from 'drizzle-orm';
import { microsOf } from '../../../../kernel/instant.ts';
import { type Executor, json, rows } from '../../../../platform/db/database.ts';
import { hasSegment } from '../../domain.ts';
import { entriesOf, hiddenFrom } from '../sql/order.ts';
import type { BoardView } from '../standings.ts';
import type { Row } from './encode.ts';
import type { ProjectionView } from './names.ts';

/** What Postgres says of some subjects, at the moment at which the tenant was at this version. */
export interface ReadBack {
  readonly version: number;
  readonly segments: ReadonlyMap<string, Row[]>;
}

interface ReadRow extends Record<string, unknown> {
  version: string;
  segment: string;
  key: string;
  score: string | null;
  reached_at: string | null;
}

const MAX_SEGMENTS = 50;

export const versionOf = ({ tenant }: Pick<BoardView, 'tenant'>): SQL =>
  sql`coalesce((select version from metric_versions where tenant_id = ${tenant.id}), 0)::text`;

/** The entries of these subjects, by segment, with the version that they have: a few statements when segments are many. */
export async function* readBack(
  executor: Executor,
  view: ProjectionView,
  wanted: ReadonlyMap<string, Iterable<number>>,
): AsyncGenerator<ReadBack> {
  const list = [...wanted];
  for (let start = 0; start < list.length; start += MAX_SEGMENTS) {
    const parts = list
      .slice(start, start + MAX_SEGMENTS)
      .map(([segment, refs]) => entriesOfRefs({ ...view, segment }, refs));
    const found = await rows<ReadRow>(executor, sql.join(parts, sql` union all `));
    const segments = new Map<string, Row[]>();
    for (const row of found) {
      const held = segments.get(row.segment);
      if (held) held.push(rowOf(row));
      else segments.set(row.segment, [rowOf(row)]);
    }
    yield { version: Number(found[0]?.version ?? 0), segments };
  }
}

/** One row for each subject that the board may rank, without a score for those that have no entry. */
function entriesOfRefs(view: BoardView, refs: Iterable<number>): SQL {
  const wanted = refsIn(refs);
  return sql`select ${versionOf(view)} as version, ${view.segment}::text as segment, s.key,
      e.score::text as score, e.reached_at::text as reached_at
    from metric_subjects s
    left join (select x.* from (${entriesOf(view)}) x where x.ref = any(${wanted})) e on e.ref = s.ref
    where s.tenant_id = ${view.tenant.id} and s.kind = ${view.metric.subject} and s.ref = any(${wanted})`;
}

/** Surrogates as an array that is computed once, and so a condition that reaches down to the rows. */
const refsIn = (refs: Iterable<number>): SQL =>
  sql`array(select ref::bigint from jsonb_array_elements_text(${json([...refs])}) as wanted(ref))`;

function rowOf({ key, score, reached_at }: ReadRow): Row {
  return { id: key, entry: score === null ? null : { score, reachedAt: microsOf(`${reached_at}`) } };
}

/** Those of some subjects that nobody sees, for each of some boards. */
export async function hiddenAmong(
  executor: Executor,
  views: readonly Pick<BoardView, 'tenant' | 'board'>[],
  refs: Iterable<number>,
): Promise<Map<string, Set<number>>> {
  const wanted = refsIn(refs);
  const parts = views.map(
    (view) => sql`select ${view.board.key}::text as board, h.subject_ref from (${hiddenFrom(view)}) h
      where h.subject_ref = any(${wanted})`,
  );
  const found = await rows<{ board: string; subject_ref: string }>(executor, sql.join(parts, sql` union all `));
  const hidden = new Map<string, Set<number>>(views.map(({ board }) => [board.key, new Set()]));
  for (const { board, subject_ref } of found) hidden.get(board)?.add(Number(subject_ref));
  return hidden;
}

/** The segments in which a board has numbers in a period. */
export async function segmentsOf(executor: Executor, view: ProjectionView): Promise<string[]> {
  const statement = view.board.score === 'growth' ? segmentsOfDays(view) : segmentsOfPeriod(view);
  const found = await rows<{ segment: string }>(executor, statement);
  return found.map(({ segment }) => segment).filter((segment) => hasSegment(view.board, segment));
}

/** Each is found from the one before, not by reading all. */
function segmentsOfPeriod({ tenant, metric, period }: ProjectionView): SQL {
  const ofPeriod = sql`v.tenant_id = ${tenant.id} and v.metric_id = ${metric.id} and v.period_id = ${period.id}`;
  return sql`with recursive seen as (
      (select v.segment from metric_values v where ${ofPeriod} order by v.segment limit 1)
      union all
      select (select v.segment from metric_values v where ${ofPeriod} and v.segment > seen.segment
        order by v.segment limit 1) from seen where seen.segment is not null)
    select segment from seen where segment is not null`;
}

/** Growth is made of the days that it compares. */
function segmentsOfDays({ tenant, metric, period }: ProjectionView): SQL {
  return sql`select distinct v.segment from leaderboard_growth_days g
    join metric_values v on v.tenant_id = g.tenant_id and v.period_id = any(g.days || g.days_before)
    where g.tenant_id = ${tenant.id} and g.period_id = ${period.id} and v.metric_id = ${metric.id}`;
}
