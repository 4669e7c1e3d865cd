import { sql } from 'drizzle-orm';
import type { Catalogue, StoredMetric } from '../definitions/catalogue.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json } from '../platform/db/database.ts';
import type { Deltas } from './aggregate.ts';
import { counterList, DERIVED, isDerived, memberList } from './counters.ts';

const TABLES = ['metric_sealed_values', 'metric_sealed_members'] as const;

/** Says in this transaction that what dropped facts left is written on purpose: a trigger refuses whoever does not. */
const unseal = (tx: Executor) => tx.execute(sql`select set_config('engagement.sealing', 'on', true)`);

/** Adds what facts come to that are about to be dropped. */
export async function addToSealed(tx: Executor, tenantId: TenantId, { counters, members }: Deltas): Promise<void> {
  if (counters.length === 0) return;
  await unseal(tx);
  await tx.execute(sql`
    insert into metric_sealed_values as held
      (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at)
    select ${tenantId}, m, p, s, r, v, c, t from ${counterList(counters)}
    on conflict (tenant_id, metric_id, period_id, segment, subject_ref) do update set
      value = held.value + excluded.value,
      count = held.count + excluded.count,
      reached_at = greatest(held.reached_at, excluded.reached_at)`);
  if (members.length === 0) return;
  await tx.execute(sql`
    insert into metric_sealed_members as held (tenant_id, metric_id, period_id, segment, subject_ref, member, count)
    select ${tenantId}, m, p, s, r, member, c from ${memberList(members)}
    on conflict (tenant_id, metric_id, period_id, segment, subject_ref, member)
    do update set count = held.count + excluded.count`);
}

/** Puts what dropped facts left into numbers that have been cleared; the facts that are there are folded on top. */
export async function startFromSealed(
  tx: Executor,
  tenantId: TenantId,
  metrics: readonly StoredMetric[],
): Promise<void> {
  for (const [fold, ids] of Map.groupBy(metrics, ({ fold }) => fold)) {
    const metricIds = sql`(select value::int from jsonb_array_elements_text(${json(ids.map(({ id }) => id))}))`;
    const value = isDerived(fold)
      ? sql`(select ${DERIVED[fold]} from metric_sealed_members as kept
             where (kept.tenant_id, kept.metric_id, kept.period_id, kept.segment, kept.subject_ref)
               = (held.tenant_id, held.metric_id, held.period_id, held.segment, held.subject_ref))`
      : sql`held.value`;
    await tx.execute(sql`
      insert into metric_values
        (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
      select tenant_id, metric_id, period_id, segment, subject_ref, ${value}, count, reached_at, 1
      from metric_sealed_values as held where tenant_id = ${tenantId} and metric_id in ${metricIds}`);
    await tx.execute(sql`
      insert into metric_members select * from metric_sealed_members
      where tenant_id = ${tenantId} and metric_id in ${metricIds}`);
  }
}

/** Gives up what dropped facts left in metrics that are gone, or that count something else from now on. */
export async function forgetSealed(tx: Executor, tenantId: TenantId, metricIds: readonly number[]): Promise<void> {
  if (metricIds.length === 0) return;
  await unseal(tx);
  for (const table of TABLES) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} where tenant_id = ${tenantId}
        and metric_id in (select value::int from jsonb_array_elements_text(${json(metricIds)}))`);
  }
}

/** Gives up what dropped facts left in windows, seasons and segments that metrics keep no longer. */
export async function trimSealed(
  tx: Executor,
  tenantId: TenantId,
  { seasons }: Catalogue,
  metrics: readonly StoredMetric[],
): Promise<void> {
  await unseal(tx);
  const kept = metrics.map(({ id: m, windows: w, segments: s }) => ({ m, w, s }));
  for (const table of TABLES) {
    await tx.execute(sql`
      delete from ${sql.identifier(table)} as held
      using jsonb_to_recordset(${json(kept)}) as kept(m int, w jsonb, s jsonb), metric_periods as period
      where held.tenant_id = ${tenantId} and held.metric_id = m
        and period.tenant_id = held.tenant_id and period.id = held.period_id
        and not (
          w ? period."window"
          and (period."window" <> 'season' or ${json([...seasons.keys()])} ? period.key)
          and (held.segment = '' or s ? split_part(held.segment, ':', 1)))`);
  }
}
