import type { Season, Window } from '@engagement/contract';
import { Temporal } from 'temporal-polyfill';
import type { Micros } from '../kernel/instant.ts';

/** A span before it is stored. */
export interface Span {
  readonly window: Window;
  readonly key: string;
  readonly startsAt: Micros | null;
  readonly endsAt: Micros | null;
}

/** The windows whose spans follow one another without end. */
export type CalendarWindow = 'day' | 'week' | 'month';

export const ALL_TIME: Span = { window: 'all-time', key: 'all-time', startsAt: null, endsAt: null };

const micros = (zoned: Temporal.ZonedDateTime): Micros => zoned.epochMilliseconds * 1000;

/** The first instant of a local day; where midnight does not exist, the instant of the transition. */
const startOf = (day: Temporal.PlainDate, zone: string): Micros => micros(day.toZonedDateTime(zone));

function firstDay(window: CalendarWindow, day: Temporal.PlainDate): Temporal.PlainDate {
  if (window === 'month') return day.with({ day: 1 });
  return window === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day;
}

function keyOf(window: CalendarWindow, first: Temporal.PlainDate): string {
  if (window === 'day') return first.toString();
  if (window === 'month') return first.toString().slice(0, 7);
  // Monday's week is the ISO week, which always has a number.
  return `${first.yearOfWeek}-W${`${first.weekOfYear}`.padStart(2, '0')}`;
}

const later = (window: CalendarWindow, day: Temporal.PlainDate, spans: number) =>
  day.add({ [`${window}s`]: spans } as Temporal.DurationLike);

function spanFrom(window: CalendarWindow, first: Temporal.PlainDate, zone: string): Span {
  return {
    window,
    key: keyOf(window, first),
    startsAt: startOf(first, zone),
    endsAt: startOf(later(window, first, 1), zone),
  };
}

/** The span of a window that is `offset` spans after the one that holds an instant, as the zone's calendar has it. */
export function calendarSpan(window: CalendarWindow, at: Micros, zone: string, offset = 0): Span {
  const day = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  return spanFrom(window, later(window, firstDay(window, day), offset), zone);
}

/** The instant at which a local date and time first comes; where it does not exist, the instant of the transition. */
export function firstInstant(local: string, zone: string): Micros {
  const wanted = Temporal.PlainDateTime.from(local);
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted)) return micros(earlier);
  const transition = earlier.getTimeZoneTransition('next');
  return micros(transition ?? earlier);
}

export function seasonSpan(season: Season, zone: string): Span {
  return {
    window: 'season',
    key: season.key,
    startsAt: firstInstant(season.start, zone),
    endsAt: firstInstant(season.end, zone),
  };
}
