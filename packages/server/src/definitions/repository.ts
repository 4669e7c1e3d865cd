import type { DefinitionChange } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import type { Definition, DefinitionKind } from './diff.ts';

export const DEFINITIONS_CHANNEL = 'engagement_definitions';

export async function readRevision(executor: Executor, tenantId: TenantId): Promise<number> {
  const [row] = await rows<{ revision: number }>(
    executor,
    sql`select coalesce(max(revision), 0) as revision from definition_revisions where tenant_id = ${tenantId}`,
  );
  return row?.revision ?? 0;
}

export async function readDefinitions(executor: Executor, tenantId: TenantId): Promise<Definition[]> {
  const found = await rows<{ kind: DefinitionKind; key: string; document: Record<string, unknown> }>(
    executor,
    sql`select kind, key, document from definitions where tenant_id = ${tenantId} order by kind, position, key`,
  );
  return found;
}

export async function writeDefinitions(
  tx: Executor,
  tenantId: TenantId,
  definitions: readonly Definition[],
): Promise<void> {
  const list = definitions.map(({ kind, key, document }, position) => ({ kind, key, document, position }));
  await tx.execute(sql`delete from definitions where tenant_id = ${tenantId}`);
  await tx.execute(sql`
    insert into definitions (tenant_id, kind, key, document, position)
    select ${tenantId}, kind, key, document, position
    from jsonb_to_recordset(${json(list)}) as definition(kind text, key text, document jsonb, position int)`);
}

export async function writeRevision(
  tx: Executor,
  tenantId: TenantId,
  revision: number,
  by: string,
  changes: readonly DefinitionChange[],
): Promise<void> {
  await tx.execute(sql`
    insert into definition_revisions (tenant_id, revision, by, changes) values (${tenantId}, ${revision}, ${by}, ${json(changes)})`);
  await tx.execute(sql`select pg_notify(${DEFINITIONS_CHANNEL}, ${`${tenantId}`})`);
}

/** Gives each metric its number, and drops the numbers of those that are gone. */
export async function numberMetrics(
  tx: Executor,
  tenantId: TenantId,
  keys: readonly string[],
): Promise<Map<string, number>> {
  await tx.execute(sql`
    insert into metrics (tenant_id, key) select ${tenantId}, key from jsonb_array_elements_text(${json(keys)}) as wanted(key)
    on conflict do nothing`);
  return readMetricNumbers(tx, tenantId);
}

export async function readMetricNumbers(executor: Executor, tenantId: TenantId): Promise<Map<string, number>> {
  const found = await rows<{ key: string; id: number }>(
    executor,
    sql`select key, id from metrics where tenant_id = ${tenantId}`,
  );
  return new Map(found.map(({ key, id }) => [key, id]));
}
