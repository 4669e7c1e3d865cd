import { sql } from 'drizzle-orm';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Executor } from './database.ts';

const NAMESPACE = 4021;

/**
 * A fact and its reversal never commit blind to each other: batches hold the tenant's lock shared, those with reversals,
 * and whoever needs an exact cut, hold it alone. A statement of its own, so that the next one sees all that was committed.
 */
export async function lockTenant(tx: Executor, tenantId: TenantId, mode: 'shared' | 'exclusive'): Promise<void> {
  await tx.execute(
    mode === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${NAMESPACE}, ${tenantId})`
      : sql`select pg_advisory_xact_lock(${NAMESPACE}, ${tenantId})`,
  );
}
