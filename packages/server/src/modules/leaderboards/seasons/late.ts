import { type LateReport, MAX_LATE_ENTRIES } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { type Executor, rows } from '../../../platform/db/database.ts';
import { scaleOf, scoreNumber } from '../domain.ts';
import type { Mean } from '../mean.ts';
import { archivedEntries } from '../standings/archive/read-archive.ts';
import { numberedEntries } from '../standings/sql/number-entries.ts';
import type { BoardView } from '../standings/standings.ts';

interface Row extends Record<string, unknown> {
  /** Null in the one row that there is when nothing differs. */
  readonly id: string | null;
  readonly sealed_rank: string | null;
  readonly sealed_score: string | null;
  readonly now_rank: string | null;
  readonly now_score: string | null;
  readonly moved: string;
  readonly count: string;
}

/**
 * How a sealed board would look if it were sealed now: the numbers move on, the archive does not. Nothing but facts makes
 * a difference: the mean stays that of the seal, and so does who was hidden.
 */
export async function lateReport(executor: Executor, view: BoardView, mean: Mean | null): Promise<LateReport> {
  const found = await rows<Row>(
    executor,
    sql`with compared as (
          select coalesce(a.id, n.key) as id, a.rank as sealed_rank, a.score as sealed_score, a.place,
            n.rank as now_rank, n.score as now_score, n.place as now_place
          from (${archivedEntries(view)}) a full join (${numberedEntries({ ...view, asSealed: { mean } })}) n using (ref)),
        totals as (select count(*) filter (where sealed_rank is distinct from now_rank) as moved,
          count(*) filter (where sealed_score is distinct from now_score) as count from compared)
        select id, sealed_rank, sealed_score::text, now_rank, now_score::text, moved, count
        from totals left join lateral (
          select * from compared where sealed_score is distinct from now_score
          order by place nulls last, now_place limit ${MAX_LATE_ENTRIES}) d on true`,
  );
  const scale = scaleOf(view.board, view.metric);
  const ranked = (rank: string | null, score: string | null) =>
    rank === null || score === null ? null : { rank: Number(rank), score: scoreNumber(score, scale) };
  return {
    count: Number(found[0]?.count ?? 0),
    moved: Number(found[0]?.moved ?? 0),
    data: found.flatMap(({ id, ...row }) => {
      const sealed = ranked(row.sealed_rank, row.sealed_score);
      return id === null ? [] : [{ id, sealed, now: ranked(row.now_rank, row.now_score) }];
    }),
  };
}
