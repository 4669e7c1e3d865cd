import { sql } from 'drizzle-orm';
import type { Micros } from '../../kernel/instant.ts';
import { instantText, microsOf } from '../../kernel/instant.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';
import { isHidden, scoreOf } from './standings/sql/order.ts';
import type { BoardView } from './standings/standings.ts';

type SnapshotView = Omit<BoardView, 'segment'>;

/**
 * Notes the ranks of a board in a period, for all its segments, in place of those noted before.
 * One statement, so that readers see the old ranks or the new ones.
 */
export async function noteRanks(executor: Executor, view: SnapshotView, at: Micros): Promise<void> {
  const { tenant, board, metric, period } = view;
  const byScore = board.direction === 'descending' ? sql`score desc` : sql`score`;
  const rank = {
    ordinal: sql`row_number() over (partition by segment order by ${byScore}, reached_at, key)`,
    competition: sql`rank() over (partition by segment order by ${byScore})`,
    dense: sql`dense_rank() over (partition by segment order by ${byScore})`,
  }[board.ranks];
  const isShown = sql`v.count > 0 and not ${isHidden(view, sql`v.subject_ref`)} and (v.segment = ''
    or split_part(v.segment, ':', 1) in (select jsonb_array_elements_text(${json(board.segments)})))`;
  // Rows are looked up one by one through the primary keys: before the tables have been analysed, a join may go wrong.
  await executor.execute(sql`
    with entries as (
      select v.segment, v.subject_ref, s.key, v.reached_at, ${scoreOf(board)} as score
      from metric_values v join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
      where v.tenant_id = ${tenant.id} and v.metric_id = ${metric.id} and v.period_id = ${period.id} and ${isShown}
    ), ranked as (
      select segment, subject_ref, ${rank} as rank from entries
    ), gone as (
      delete from leaderboard_snapshot_ranks n
      where n.tenant_id = ${tenant.id} and n.board = ${board.key} and n.period_id = ${period.id}
        and (select ${isShown} from metric_values v where v.tenant_id = ${tenant.id} and v.metric_id = ${metric.id}
          and v.period_id = ${period.id} and v.segment = n.segment and v.subject_ref = n.subject_ref) is not true
    ), noted as (
      insert into leaderboard_snapshot_ranks as n (tenant_id, board, period_id, segment, subject_ref, rank)
      select ${tenant.id}::int, ${board.key}::text, ${period.id}::int, segment, subject_ref, rank from ranked r
      where r.rank is distinct from (select o.rank from leaderboard_snapshot_ranks o where o.tenant_id = ${tenant.id}
        and o.board = ${board.key} and o.period_id = ${period.id} and o.segment = r.segment
        and o.subject_ref = r.subject_ref)
      on conflict (tenant_id, board, period_id, segment, subject_ref) do update set rank = excluded.rank
    )
    insert into leaderboard_snapshots (tenant_id, board, period_id, taken_at)
    values (${tenant.id}, ${board.key}, ${period.id}, ${instantText(at)}::text::timestamptz)
    on conflict (tenant_id, board, period_id) do update set taken_at = excluded.taken_at`);
}

/** When a board's ranks were last noted in a period; null when never. */
export async function lastNoted(executor: Executor, view: SnapshotView): Promise<Micros | null> {
  const [row] = await rows<{ at: string }>(
    executor,
    sql`select taken_at::text as at from leaderboard_snapshots
      where tenant_id = ${view.tenant.id} and board = ${view.board.key} and period_id = ${view.period.id}`,
  );
  return row ? microsOf(row.at) : null;
}
