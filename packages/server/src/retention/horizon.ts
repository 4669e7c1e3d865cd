import type { Retention } from '@engagement/contract';
import type { Micros } from '../kernel/instant.ts';

/** The first instant of a month in UTC. */
function startOfMonth(at: Micros, monthsBefore = 0): Micros {
  const date = new Date(at / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBefore) * 1000;
}

/**
 * The instant before which facts may go: the beginning of a month in UTC, so many months before the running one, and
 * no later than the month in which the earliest season begins whose facts are still needed.
 */
export function horizonOf({ keepMonths }: Retention, seasonStarts: readonly Micros[], now: Micros): Micros {
  return Math.min(startOfMonth(now, keepMonths), ...seasonStarts.map((start) => startOfMonth(start)));
}
