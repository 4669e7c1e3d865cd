import { sql } from 'drizzle-orm';
import type { TenantId } from '../../../kernel/tenant.ts';
import { type Executor, rows } from '../../../platform/db/database.ts';
import type { SeasonOfBoard } from './records.ts';

/** Has the prizes of a season handed out, if and only if its seal commits. */
export async function noteDue(tx: Executor, { tenantId, board, periodId }: SeasonOfBoard): Promise<void> {
  await tx.execute(sql`
    insert into leaderboard_prizes_due (tenant_id, board, period_id) values (${tenantId}, ${board}, ${periodId})`);
}

/** A season whose prizes have to be handed out, for this transaction alone; undefined when there is none. */
export async function takeDue(tx: Executor, tenantId: TenantId): Promise<SeasonOfBoard | undefined> {
  const [row] = await rows<{ board: string; period_id: number }>(
    tx,
    sql`select board, period_id from leaderboard_prizes_due where tenant_id = ${tenantId}
        order by board, period_id limit 1 for update skip locked`,
  );
  return row && { tenantId, board: row.board, periodId: row.period_id };
}

/** All of them are in the log. */
export async function settleDue(tx: Executor, { tenantId, board, periodId }: SeasonOfBoard): Promise<void> {
  await tx.execute(sql`
    delete from leaderboard_prizes_due where tenant_id = ${tenantId} and board = ${board} and period_id = ${periodId}`);
}
