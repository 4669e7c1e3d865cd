import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, type Executor, rows } from '../platform/db/database.ts';

const CHANNEL = 'engagement_metrics';

/** What boards show of a tenant has changed: the numbers of these metrics, or, undefined, anything. */
export type ChangeListener = (tenantId: TenantId, metricIds: ReadonlySet<number> | undefined) => void;

/**
 * Ticks the tenant's version, which it returns, and tells every process once this transaction commits. The last thing a transaction does:
 * the row is locked from here to the commit, which is what makes versions grow in the order of commits.
 */
export async function announce(tx: Executor, tenantId: TenantId, metricIds?: ReadonlySet<number>): Promise<number> {
  if (metricIds?.size === 0) return readVersion(tx, tenantId);
  const [row] = await rows<{ version: string }>(
    tx,
    sql`${ticked(tenantId)} select pg_notify(${CHANNEL}, ${noticeOf(tenantId, metricIds)}), version from ticked`,
  );
  return Number(row?.version);
}

/** Ticks the tenant's version, which it returns, and tells nobody: a notice follows once the numbers are shown. */
export async function tick(tx: Executor, tenantId: TenantId): Promise<number> {
  const [row] = await rows<{ version: string }>(tx, sql`${ticked(tenantId)} select version from ticked`);
  return Number(row?.version);
}

/** Tells every process, when the executor's transaction commits. */
export async function notify(
  executor: Executor,
  tenantId: TenantId,
  metricIds: ReadonlySet<number> | undefined,
): Promise<void> {
  await executor.execute(sql`select pg_notify(${CHANNEL}, ${noticeOf(tenantId, metricIds)})`);
}

const noticeOf = (tenantId: TenantId, metricIds: ReadonlySet<number> | undefined) =>
  JSON.stringify([tenantId, metricIds && [...metricIds]]);

const ticked = (tenantId: TenantId) => sql`with ticked as (
  insert into metric_versions as held (tenant_id, version) values (${tenantId}, 1)
  on conflict (tenant_id) do update set version = held.version + 1
  returning version)`;

export async function readVersion(executor: Executor, tenantId: TenantId): Promise<number> {
  const [row] = await rows<{ version: string }>(
    executor,
    sql`select version from metric_versions where tenant_id = ${tenantId}`,
  );
  return Number(row?.version ?? 0);
}

/** Hears of changes made by any process. */
export async function openChanges(database: Database) {
  const listeners = new Set<ChangeListener>();
  const reconnects = new Set<() => void>();
  const unlisten = await database.listen(CHANNEL, (payload) => {
    if (payload === '') {
      for (const listener of reconnects) listener();
      return;
    }
    const [tenantId, metricIds] = JSON.parse(payload) as [TenantId, number[] | null];
    for (const listener of listeners) listener(tenantId, metricIds ? new Set(metricIds) : undefined);
  });
  return {
    onChange(listener: ChangeListener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Anything may have changed unheard. */
    onGap(listener: () => void): () => void {
      reconnects.add(listener);
      return () => reconnects.delete(listener);
    },
    close: unlisten,
  };
}

export type Changes = Awaited<ReturnType<typeof openChanges>>;
