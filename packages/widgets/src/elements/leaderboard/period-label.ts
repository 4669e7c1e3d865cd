import type { BoardPage } from '@engagement/sdk';
import type { Localize } from '../../internal/localize.ts';

const DAY = 86_400_000;
const DATE = { day: 'numeric', month: 'long' } as const;
const FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  day: DATE,
  week: DATE,
  month: { month: 'long', year: 'numeric' },
};

type PeriodName = Pick<BoardPage['period'], 'key' | 'window' | 'label'>;

/** A period in words. Its key names calendar days, so it reads the same in every time zone. */
export function periodLabel({ key, window, label }: PeriodName, localize: Localize): string {
  if (window === 'all-time') return localize.say('allTime');
  const options = FORMATS[window];
  const first = firstDay(key);
  if (!options || Number.isNaN(first)) return label;
  const format = new Intl.DateTimeFormat(localize.lang(), { ...options, timeZone: 'UTC' });
  return format.formatRange(first, window === 'week' ? first + 6 * DAY : first);
}

/** Of `2026-11-18`, `2026-11` or `2026-W47`. In ISO 8601 week 1 is the one with 4 January in it. */
function firstDay(key: string): number {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(key) ?? [];
  if (!week) return Date.parse(key);
  const fourth = Date.parse(`${year}-01-04`);
  const daysAfterMonday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((Number(week) - 1) * 7 - daysAfterMonday) * DAY;
}
