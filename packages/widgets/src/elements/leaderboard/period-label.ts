import type { BoardPage } from '@engagement/sdk';
import type { Localize } from '../../internal/localize.ts';

const DAY = 86_400_000;

/** A period in words. Its key names calendar days, so it reads the same in every time zone. */
export function periodLabel(period: BoardPage['period'], localize: Localize): string {
  const { key, window, label } = period;
  if (window === 'all-time') return localize.say('allTime');
  if (window === 'day') return inWords(localize, Date.parse(key), { day: 'numeric', month: 'long' }) ?? label;
  if (window === 'month')
    return inWords(localize, Date.parse(`${key}-01`), { month: 'long', year: 'numeric' }) ?? label;
  if (window === 'week') return weekInWords(localize, key) ?? label;
  return label;
}

function inWords(localize: Localize, at: number, options: Intl.DateTimeFormatOptions): string | null {
  if (Number.isNaN(at)) return null;
  return new Intl.DateTimeFormat(localize.lang(), { ...options, timeZone: 'UTC' }).format(at);
}

function weekInWords(localize: Localize, key: string): string | null {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(key) ?? [];
  if (!year || !week) return null;
  const monday = mondayOfWeek(Number(year), Number(week));
  const format = new Intl.DateTimeFormat(localize.lang(), { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.formatRange(monday, monday + 6 * DAY);
}

/** ISO 8601: week 1 is the one with 4 January in it. */
function mondayOfWeek(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const daysAfterMonday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((week - 1) * 7 - daysAfterMonday) * DAY;
}
