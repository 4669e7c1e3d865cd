import { sql } from 'drizzle-orm';
import type { StoredMetric } from '../definitions/catalogue.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';

/** What stands for a subject in a metric that tells things apart, of all time and in no order. */
export async function membersOf(
  executor: Executor,
  tenantId: TenantId,
  metric: StoredMetric,
  key: string,
): Promise<string[]> {
  const found = await rows<{ member: string }>(
    executor,
    sql`select m.member from metric_members m
      where m.tenant_id = ${tenantId} and m.metric_id = ${metric.id} and m.segment = '' and m.count > 0
        and m.period_id = (select id from metric_periods where tenant_id = ${tenantId} and "window" = 'all-time')
        and m.subject_ref = (select ref from metric_subjects
          where tenant_id = ${tenantId} and kind = ${metric.subject} and key = ${key})`,
  );
  return found.map(({ member }) => member);
}
