import type { Micros } from '../kernel/instant.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { StoredPeriod } from './period.ts';
import type { Periods } from './periods.ts';

/** The ids of days that two periods have in common: equally many, from the first on. */
export interface ComparedDays {
  readonly days: readonly number[];
  readonly before: readonly number[];
}

/** The first d days of a period and of the one before: those that are over by an instant, as many as both have. */
export async function comparedDays(
  periods: Periods,
  tenant: Tenant,
  period: StoredPeriod,
  at: Micros,
): Promise<ComparedDays> {
  const last = await periods.before(tenant, period);
  if (!last) return { days: [], before: [] };
  const [days, before] = [await daysOver(periods, tenant, period, at), await daysOver(periods, tenant, last, at)];
  const common = Math.min(days.length, before.length);
  return { days: days.slice(0, common), before: before.slice(0, common) };
}

/** The days inside a period that are over by an instant. After a change of zone, a day may begin outside of it. */
async function daysOver(periods: Periods, tenant: Tenant, period: StoredPeriod, at: Micros): Promise<number[]> {
  const end = Math.min(period.endsAt ?? at, at);
  const days: number[] = [];
  for (let from = period.startsAt ?? end; from < end; ) {
    const day = await periods.at(tenant, 'day', from);
    if (day.endsAt === null || day.endsAt > end) break;
    if (day.startsAt !== null && day.startsAt >= (period.startsAt ?? 0)) days.push(day.id);
    from = day.endsAt;
  }
  return days;
}
