import type { Window } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import { type CalendarWindow, type Span, spanBetween } from './calendar.ts';
import { holds } from './known-periods.ts';
import type { StoredPeriod } from './period.ts';

export interface PeriodRow extends Record<string, unknown> {
  id: number;
  window: Window;
  key: string;
  starts_at: string | null;
  ends_at: string | null;
}

export const storedPeriod = (row: PeriodRow): StoredPeriod => ({
  id: row.id,
  window: row.window,
  key: row.key,
  startsAt: row.starts_at === null ? null : microsOf(row.starts_at),
  endsAt: row.ends_at === null ? null : microsOf(row.ends_at),
});

const columns = sql.raw('id, "window", key, starts_at, ends_at');

export async function readPeriods(executor: Executor, tenantId: TenantId): Promise<StoredPeriod[]> {
  const found = await rows<PeriodRow>(
    executor,
    sql`select ${columns} from metric_periods where tenant_id = ${tenantId}`,
  );
  return found.map(storedPeriod);
}

const NAMESPACE = 4022;

/**
 * Stores the calendar period that holds an instant, or finds it stored meanwhile. One at a time in each tenant, in a
 * transaction of its own: neighbours fit only if neither is stored blind to the other.
 */
export async function storePeriodAt(
  orm: Executor,
  tenant: Tenant,
  window: CalendarWindow,
  at: Micros,
): Promise<StoredPeriod> {
  return orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${NAMESPACE}, ${tenant.id})`);
    const { before, after } = await neighbours(tx, tenant.id, window, at);
    if (before && holds(before, at)) return before;
    const period = await storeSpan(tx, tenant.id, spanBetween(window, at, tenant.zone, before, after));
    if (!holds(period, at)) throw new Error(`no ${window} of tenant ${tenant.id} can hold ${instantText(at)}`);
    return period;
  });
}

/** The last stored period that has begun by an instant, and the first that begins after it. */
async function neighbours(tx: Executor, tenantId: TenantId, window: Window, at: Micros) {
  const instant = sql`${instantText(at)}::timestamptz`;
  const ofWindow = sql`select ${columns} from metric_periods where tenant_id = ${tenantId} and "window" = ${window}`;
  const found = await rows<PeriodRow>(
    tx,
    sql`(${ofWindow} and starts_at <= ${instant} order by starts_at desc limit 1)
        union all (${ofWindow} and starts_at > ${instant} order by starts_at limit 1)`,
  );
  const periods = found.map(storedPeriod);
  const hasBegun = ({ startsAt }: StoredPeriod) => (startsAt ?? 0) <= at;
  return { before: periods.find(hasBegun), after: periods.find((period) => !hasBegun(period)) };
}

/** Stores a span under its key; one that is stored already stands. */
export async function storeSpan(executor: Executor, tenantId: TenantId, span: Span): Promise<StoredPeriod> {
  const [startsAt, endsAt] = [span.startsAt, span.endsAt].map((at) => (at === null ? null : instantText(at)));
  await executor.execute(sql`
    insert into metric_periods (tenant_id, "window", key, starts_at, ends_at)
    values (${tenantId}, ${span.window}, ${span.key}, ${startsAt}::timestamptz, ${endsAt}::timestamptz)
    on conflict do nothing`);
  const [row] = await rows<PeriodRow>(
    executor,
    sql`select ${columns} from metric_periods
        where tenant_id = ${tenantId} and "window" = ${span.window} and key = ${span.key}`,
  );
  if (!row) throw new Error(`period ${span.key} was not stored`);
  return storedPeriod(row);
}
