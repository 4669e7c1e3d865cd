import type { NextPeriod, Period, Season } from '@engagement/contract';
import { instantText, type Micros } from '../kernel/instant.ts';
import type { Span } from './calendar.ts';
import type { StoredPeriod } from './period.ts';

const DAY = 86_400_000;
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A period as it crosses the wire, and the one after it. What a board does with a season is not known here. */
export function describePeriod(
  period: StoredPeriod,
  seasons: ReadonlyMap<string, Season>,
  now: Micros,
  next: Span | null,
): Period {
  return {
    ...describeSpan(period, seasons),
    state: stateOf(period, now),
    sealed: false,
    sealsAt: null,
    next: next && describeSpan(next, seasons),
  };
}

/** Its label comes from its key, so that no later change of zone moves it. */
function describeSpan({ window, key, startsAt, endsAt }: Span, seasons: ReadonlyMap<string, Season>): NextPeriod {
  return {
    key,
    window,
    start: startsAt === null ? null : instantText(startsAt),
    end: endsAt === null ? null : instantText(endsAt),
    label: labelOf({ window, key }, seasons),
  };
}

function stateOf({ startsAt, endsAt }: Span, now: Micros): Period['state'] {
  if (startsAt !== null && startsAt > now) return 'upcoming';
  return endsAt !== null && endsAt <= now ? 'over' : 'running';
}

function labelOf({ window, key }: Pick<Span, 'window' | 'key'>, seasons: ReadonlyMap<string, Season>): string {
  switch (window) {
    case 'day':
      return days.format(new Date(key));
    case 'week':
      return weekLabel(key);
    case 'month':
      return months.format(new Date(key));
    case 'season':
      return seasons.get(key)?.name ?? key;
    case 'all-time':
      return 'All time';
  }
}

/** `2026-W48` is `23–29 November 2026`: Intl puts thin spaces around the dash, also between mere days. */
function weekLabel(key: string): string {
  const monday = mondayOf(key);
  const range = days.formatRange(monday, monday + 6 * DAY).replace(/\s/g, ' ');
  return range.replace(/^(\d+) – (\d+)/, '$1–$2');
}

/** The first ISO week of a year is the one with the 4th of January. */
function mondayOf(week: string): number {
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const fourth = new Date(Date.UTC(year, 0, 4));
  return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY + (number - 1) * 7 * DAY;
}
