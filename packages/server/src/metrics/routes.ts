import { listMetricValues, type MetricValue } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Catalogue, Catalogues, StoredMetric } from '../definitions/catalogue.ts';
import type { Clock } from '../kernel/clock.ts';
import { instantText, microsOf } from '../kernel/instant.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { type Database, rows } from '../platform/db/database.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Span } from './calendar.ts';
import { describePeriod } from './describe-period.ts';
import type { StoredPeriod } from './period.ts';
import { shownValue } from './shown.ts';
import { type PeriodRow, storedPeriod } from './store-period.ts';

interface ValueRow extends PeriodRow {
  segment: string;
  value: string;
  count: string;
  reached_at: string;
}

async function readValues(
  database: Database,
  tenantId: TenantId,
  metric: StoredMetric,
  subject: string,
): Promise<ValueRow[]> {
  return rows<ValueRow>(
    database.orm,
    sql`select p.id, p."window", p.key, p.starts_at, p.ends_at, v.segment, v.value, v.count, v.reached_at
        from metric_subjects s
        join metric_values v on v.tenant_id = s.tenant_id and v.subject_ref = s.ref and v.metric_id = ${metric.id}
        join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
        where s.tenant_id = ${tenantId} and s.kind = ${metric.subject} and s.key = ${subject}
        order by p.starts_at desc nulls last, p."window", v.segment`,
  );
}

export interface MetricRoutesDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly clock: Clock;
  readonly metrics: {
    nextPeriod(tenant: Tenant, seasons: Catalogue['seasons'], period: StoredPeriod): Promise<Span | null>;
  };
}

export function metricRoutes({ database, catalogues, clock, metrics }: MetricRoutesDeps): Route[] {
  return [
    route(listMetricValues, async ({ caller, params, query }) => {
      const catalogue = await catalogues.current(caller.tenant.id);
      const metric = catalogue.metrics.get(params.metric);
      if (!metric) throw new ProblemError('not-found', `There is no metric ${params.metric}`);
      const found = await readValues(database, caller.tenant.id, metric, query.subject);
      const wanted = found.filter(
        ({ window, segment }) =>
          (query.window === undefined || window === query.window) &&
          (query.segment === undefined || segment === query.segment),
      );
      const { tenant } = caller;
      const data = await Promise.all(
        wanted.map(async (row): Promise<MetricValue> => {
          const period = storedPeriod(row);
          const next = await metrics.nextPeriod(tenant, catalogue.seasons, period);
          return {
            period: describePeriod(period, catalogue.seasons, clock.now() * 1000, next),
            segment: row.segment || null,
            value: shownValue(metric, { value: BigInt(row.value), count: BigInt(row.count) }),
            count: Number(row.count),
            reachedAt: row.count === '0' ? null : instantText(microsOf(row.reached_at)),
          };
        }),
      );
      const { key, subject, fold, scale } = metric;
      return { metric: { key, subject, fold, scale }, subject: query.subject, data, nextCursor: null };
    }),
  ];
}
