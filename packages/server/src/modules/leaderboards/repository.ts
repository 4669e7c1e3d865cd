import { sql } from 'drizzle-orm';
import type { StoredMetric } from '../../definitions/catalogue.ts';
import { instantText, type Micros, microsOf } from '../../kernel/instant.ts';
import type { TenantId } from '../../kernel/tenant.ts';
import type { ComparedDays } from '../../metrics/elapsed-days.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';
import type { Mean } from './mean.ts';
import { definitionOf } from './prior-definition.ts';

/** A metric's total of all time, as it was at an instant. */
export interface Prior extends Mean {
  readonly takenAt: Micros;
}

/** The prior that holds for a metric as it is defined now; null before the first. */
export async function readPrior(executor: Executor, tenantId: TenantId, metric: StoredMetric): Promise<Prior | null> {
  const [row] = await rows<{ sum: string; count: string; at: string }>(
    executor,
    sql`select sum, count, taken_at::text as at from leaderboard_priors
      where tenant_id = ${tenantId} and metric_id = ${metric.id} and definition = ${definitionOf(metric)}`,
  );
  return row ? { sum: BigInt(row.sum), count: BigInt(row.count), takenAt: microsOf(row.at) } : null;
}

/** The prior, which stays as it is until the transaction ends. */
export async function holdPrior(tx: Executor, tenantId: TenantId, metric: StoredMetric): Promise<Prior | null> {
  await tx.execute(
    sql`select from leaderboard_priors where tenant_id = ${tenantId} and metric_id = ${metric.id} for share`,
  );
  return readPrior(tx, tenantId, metric);
}

/** Notes a metric's present total as its prior; false while there is nothing to draw a mean from. */
export async function takePrior(tx: Executor, tenantId: TenantId, metric: StoredMetric, at: Micros): Promise<boolean> {
  const taken = await rows(
    tx,
    sql`insert into leaderboard_priors (tenant_id, metric_id, sum, count, definition, taken_at)
      select ${tenantId}, ${metric.id}, sum(v.value), sum(v.count), ${definitionOf(metric)}, ${instantText(at)}::text::timestamptz
      from metric_values v join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
      where v.tenant_id = ${tenantId} and v.metric_id = ${metric.id} and p."window" = 'all-time' and v.segment = ''
      having sum(v.count) > 0
      on conflict (tenant_id, metric_id) do update set sum = excluded.sum, count = excluded.count,
        definition = excluded.definition, taken_at = excluded.taken_at
      returning metric_id`,
  );
  return taken.length > 0;
}

/** The days that growth compares in each period for which they have been noted. */
export async function readGrowthDays(executor: Executor, tenantId: TenantId): Promise<Map<number, ComparedDays>> {
  const found = await rows<{ period: number; days: number[]; before: number[] }>(
    executor,
    sql`select period_id as period, to_json(days) as days, to_json(days_before) as before
      from leaderboard_growth_days where tenant_id = ${tenantId}`,
  );
  return new Map(found.map(({ period, ...compared }) => [period, compared]));
}

/** Which of some days growth compares in which periods. */
export async function readGrownFrom(
  executor: Executor,
  tenantId: TenantId,
  days: readonly number[],
): Promise<{ day: number; periodId: number }[]> {
  return rows<{ day: number; periodId: number }>(
    executor,
    sql`select wanted.day, period_id as "periodId" from leaderboard_growth_days g
      join (select value::int as day from jsonb_array_elements_text(${json(days)})) wanted
        on wanted.day = any(g.days) or wanted.day = any(g.days_before)
      where g.tenant_id = ${tenantId} order by period_id`,
  );
}

/** Notes the days that growth compares in a period, in place of those noted before. */
export async function writeGrowthDays(
  tx: Executor,
  tenantId: TenantId,
  periodId: number,
  { days, before }: ComparedDays,
): Promise<void> {
  const list = (ids: readonly number[]) => sql`array(select value::int from jsonb_array_elements_text(${json(ids)}))`;
  await tx.execute(sql`
    insert into leaderboard_growth_days (tenant_id, period_id, days, days_before)
    values (${tenantId}, ${periodId}, ${list(days)}, ${list(before)})
    on conflict (tenant_id, period_id) do update set days = excluded.days, days_before = excluded.days_before`);
}
