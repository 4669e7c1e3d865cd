import type { Retention, Season } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';
import { seasonSpan } from '../metrics/calendar.ts';

const HOUR = 3_600_000_000;

/** The first instant of a month in UTC. */
function startOfMonth(at: Micros, monthsBefore = 0): Micros {
  const date = new Date(at / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBefore) * 1000;
}

/** Until a season is sealed, its facts explain its ranks. */
function isOpen(
  { end, ...season }: { end: Micros } & Pick<Season, 'graceHours' | 'reviewHours'>,
  now: Micros,
): boolean {
  return now < end + (season.graceHours + season.reviewHours) * HOUR;
}

/**
 * The instant before which facts may go: the beginning of a month in UTC, so many months before the running one, and
 * no later than the month in which the earliest season begins that is not sealed.
 */
export function horizonOf(
  { keepMonths }: Retention,
  seasons: Iterable<Season>,
  { zone, now }: { readonly zone: string; readonly now: Micros },
): Micros {
  let horizon = startOfMonth(now, keepMonths);
  for (const season of seasons) {
    const { startsAt, endsAt } = seasonSpan(season, zone);
    if (startsAt === null || endsAt === null || !isOpen({ ...season, end: endsAt }, now)) continue;
    horizon = Math.min(horizon, startOfMonth(startsAt));
  }
  return horizon;
}
