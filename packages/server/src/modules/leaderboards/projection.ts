import { sql } from 'drizzle-orm';
import type { Micros } from '../../kernel/instant.ts';
import { instantText, microsOf } from '../../kernel/instant.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';
import type { WholeView } from './standings/sql/formulas.ts';
import { orderOf, ranksOf } from './standings/sql/order.ts';

/**
 * Notes the ranks of a board in a period, for all its segments, in place of those noted before.
 * One statement, so that readers see the old ranks or the new ones.
 */
export async function noteRanks(executor: Executor, view: WholeView, at: Micros): Promise<void> {
  const { tenant, board, period } = view;
  const { by, byScore } = orderOf(board.direction);
  const rank = {
    ordinal: sql`row_number() over (partition by segment order by ${by})`,
    competition: sql`rank() over (partition by segment order by ${byScore})`,
    dense: sql`dense_rank() over (partition by segment order by ${byScore})`,
  }[board.ranks];
  const fields = sql`array(select jsonb_array_elements_text(${json(board.segments)}))`;
  const isShown = sql`(v.segment = '' or split_part(v.segment, ':', 1) = any(${fields}))`;
  // Rows are looked up one by one through the primary keys: before the tables have been analysed, a join may go wrong.
  await executor.execute(sql`
    with entries as materialized (${ranksOf(view, isShown)}),
    ranked as materialized (
      select e.segment, e.ref, ${rank} as rank
      from entries e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref
    ), gone as (
      delete from leaderboard_snapshot_ranks n
      where n.tenant_id = ${tenant.id} and n.board = ${board.key} and n.period_id = ${period.id}
        and (select true from (${ranksOf(view, sql`v.segment = n.segment and ${isShown}`)}) e
          where e.ref = n.subject_ref) is not true
    ), noted as (
      insert into leaderboard_snapshot_ranks as n (tenant_id, board, period_id, segment, subject_ref, rank)
      select ${tenant.id}::int, ${board.key}::text, ${period.id}::int, segment, ref, rank from ranked r
      where r.rank is distinct from (select o.rank from leaderboard_snapshot_ranks o where o.tenant_id = ${tenant.id}
        and o.board = ${board.key} and o.period_id = ${period.id} and o.segment = r.segment
        and o.subject_ref = r.ref)
      on conflict (tenant_id, board, period_id, segment, subject_ref) do update set rank = excluded.rank
    )
    insert into leaderboard_snapshots (tenant_id, board, period_id, taken_at)
    values (${tenant.id}, ${board.key}, ${period.id}, ${instantText(at)}::text::timestamptz)
    on conflict (tenant_id, board, period_id) do update set taken_at = excluded.taken_at`);
}

/** When a board's ranks were last noted in a period; null when never. */
export async function lastNoted(executor: Executor, view: WholeView): Promise<Micros | null> {
  const [row] = await rows<{ at: string }>(
    executor,
    sql`select taken_at::text as at from leaderboard_snapshots
      where tenant_id = ${view.tenant.id} and board = ${view.board.key} and period_id = ${view.period.id}`,
  );
  return row ? microsOf(row.at) : null;
}
