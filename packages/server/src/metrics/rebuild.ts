import { sql } from 'drizzle-orm';
import { readFactsOfTypes } from '../activity/read-facts.ts';
import type { Catalogue } from '../definitions/catalogue.ts';
import { typesOf } from '../definitions/type-registry.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { type Executor, json } from '../platform/db/database.ts';
import { compile } from './compile.ts';
import type { Folder } from './fold.ts';
import { startFromSealed, trimSealed } from './sealed.ts';

const ids = (numbers: readonly number[]) => sql`(select value::int from jsonb_array_elements_text(${json(numbers)}))`;

/** Removes the numbers of metrics, but neither what they are called by nor what dropped facts left in them. */
export async function clearMetrics(tx: Executor, tenantId: TenantId, metricIds: readonly number[]): Promise<void> {
  if (metricIds.length === 0) return;
  await tx.execute(sql`delete from metric_values where tenant_id = ${tenantId} and metric_id in ${ids(metricIds)}`);
  await tx.execute(sql`delete from metric_members where tenant_id = ${tenantId} and metric_id in ${ids(metricIds)}`);
}

/**
 * Computes metrics anew from what dropped facts left in them and every fact that is there, in the caller's transaction: readers see the old numbers until it commits.
 * The caller holds the tenant's lock alone, so no fact is missed or counted twice.
 */
export async function rebuildMetrics(
  tx: Executor,
  tenant: Tenant,
  catalogue: Catalogue,
  keys: readonly string[],
  folder: Folder,
): Promise<void> {
  const wanted = new Set(keys);
  const metrics = [...catalogue.metrics.values()].filter(({ key }) => wanted.has(key));
  if (metrics.length === 0) return;
  await clearMetrics(
    tx,
    tenant.id,
    metrics.map(({ id }) => id),
  );
  await trimSealed(tx, tenant.id, catalogue, metrics);
  await startFromSealed(tx, tenant.id, metrics);
  const compiled = compile(catalogue, wanted);
  const types = typesOf(catalogue);
  const facts = readFactsOfTypes(tx, tenant.id, [...compiled.rules.keys()], (type) => types.reverses(type));
  for await (const movements of facts) {
    await folder.write(tx, compiled, await folder.add(tenant, compiled, movements));
  }
}
