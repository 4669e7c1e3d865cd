import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, rows } from '../platform/db/database.ts';

/** Every number of a tenant, by names that are the same in every tenant. */
export const valuesOf = ({ orm }: Database, id: TenantId) =>
  rows(
    orm,
    sql`
      select m.key as metric, p."window", p.key as period, p.starts_at, p.ends_at, segment, s.key as subject, value, count, reached_at
      from metric_values v
      join metrics m on m.tenant_id = v.tenant_id and m.id = v.metric_id
      join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
      join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
      where v.tenant_id = ${id} order by 1, 2, 3, 6, 7`,
  );
