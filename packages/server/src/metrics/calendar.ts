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
  const first = firstDay(window, day);
  // Where midnight comes twice, the clock may show the day before once more after the new day has begun.
  const behind = at >= startOf(later(window, first, 1), zone) ? 1 : 0;
  return spanFrom(window, later(window, first, offset + behind), zone);
}

/**
 * The span that holds an instant, between the stored neighbours of that instant, which stand. They may have come from
 * another zone: the span that follows on a stored one begins where that one ends, so it absorbs the difference.
 */
export function spanBetween(
  window: CalendarWindow,
  at: Micros,
  zone: string,
  before: Span | undefined,
  after: Span | undefined,
): Span {
  let offset = 0;
  while (before && spanAt(offset).key <= before.key) offset += 1;
  while (after && spanAt(offset).key >= after.key) offset -= 1;
  const span = spanAt(offset);
  const follows = before && (spanAt(offset - 1).key === before.key || over(before.endsAt, span.startsAt));
  const precedes = after && (spanAt(offset + 1).key === after.key || over(span.endsAt, after.startsAt));
  return {
    ...span,
    startsAt: follows ? before.endsAt : span.startsAt,
    endsAt: precedes ? after.startsAt : span.endsAt,
  };

  function spanAt(spans: number): Span {
    return calendarSpan(window, at, zone, spans);
  }
}

const over = (a: Micros | null, b: Micros | null) => a !== null && b !== null && a > b;

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
