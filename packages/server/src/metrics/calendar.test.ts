import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import { type CalendarWindow, calendarSpan, firstInstant, type Span, spanBetween } from './calendar.ts';

const spanAt = (window: CalendarWindow, at: string, zone: string) => {
  const { key, startsAt, endsAt } = calendarSpan(window, microsOf(at), zone);
  return `${key} ${short(startsAt)} ${short(endsAt)}`;
};
const short = (at: Micros | null) => instantText(at ?? 0).replace(':00.000000Z', 'Z');

test.each([
  ['Europe/Berlin', '2027-03-28T12:00:00Z', '2027-03-28 2027-03-27T23:00Z 2027-03-28T22:00Z'],
  ['Europe/Berlin', '2027-10-31T12:00:00Z', '2027-10-31 2027-10-30T22:00Z 2027-10-31T23:00Z'],
  ['America/New_York', '2027-03-14T12:00:00Z', '2027-03-14 2027-03-14T05:00Z 2027-03-15T04:00Z'],
  ['America/New_York', '2027-11-07T12:00:00Z', '2027-11-07 2027-11-07T04:00Z 2027-11-08T05:00Z'],
  // Half an hour, to summer and back.
  ['Australia/Lord_Howe', '2027-10-02T20:00:00Z', '2027-10-03 2027-10-02T13:30Z 2027-10-03T13:00Z'],
  ['Australia/Lord_Howe', '2027-04-03T20:00:00Z', '2027-04-04 2027-04-03T13:00Z 2027-04-04T13:30Z'],
  // Midnight does not exist: the day begins at the transition, which is 01:00 there.
  ['America/Santiago', '2027-09-05T12:00:00Z', '2027-09-05 2027-09-05T04:00Z 2027-09-06T03:00Z'],
  ['America/Santiago', '2027-09-04T12:00:00Z', '2027-09-04 2027-09-04T04:00Z 2027-09-05T04:00Z'],
  ['Africa/Cairo', '2027-04-30T12:00:00Z', '2027-04-30 2027-04-29T22:00Z 2027-04-30T21:00Z'],
  // 23:00 to 24:00 comes twice: a day of 25 hours.
  ['America/Santiago', '2027-04-04T03:30:00Z', '2027-04-03 2027-04-03T03:00Z 2027-04-04T04:00Z'],
  ['America/Santiago', '2027-04-04T04:00:00Z', '2027-04-04 2027-04-04T04:00Z 2027-04-05T04:00Z'],
  // Two changes around Ramadan.
  ['Africa/Casablanca', '2026-02-15T12:00:00Z', '2026-02-15 2026-02-14T23:00Z 2026-02-16T00:00Z'],
  ['Africa/Casablanca', '2026-03-22T12:00:00Z', '2026-03-22 2026-03-22T00:00Z 2026-03-22T23:00Z'],
])('a day in %s that holds %s', (zone, at, expected) => {
  expect(spanAt('day', at, zone)).toBe(expected);
});

test('a midnight that comes twice begins its day at its first coming, and the day before ends there', () => {
  // At 00:01 the clocks of Newfoundland went back to 23:01 of the day before.
  const [saturday, sunday] = [
    '2006-10-28 2006-10-28T02:30Z 2006-10-29T02:30Z',
    '2006-10-29 2006-10-29T02:30Z 2006-10-30T03:30Z',
  ];
  expect(spanAt('day', '2006-10-29T02:29:59Z', 'America/St_Johns')).toBe(saturday);
  expect(spanAt('day', '2006-10-29T02:30:30Z', 'America/St_Johns')).toBe(sunday);
  // Half past eleven on Saturday evening, for the second time.
  expect(spanAt('day', '2006-10-29T03:00:00Z', 'America/St_Johns')).toBe(sunday);
  expect(spanAt('day', '2006-10-29T03:31:00Z', 'America/St_Johns')).toBe(sunday);
});

test('a day that a zone skipped is no period', () => {
  // Samoa went from the 29th straight to the 31st.
  expect(spanAt('day', '2011-12-30T09:59:59Z', 'Pacific/Apia')).toBe('2011-12-29 2011-12-29T10:00Z 2011-12-30T10:00Z');
  expect(spanAt('day', '2011-12-30T10:00:00Z', 'Pacific/Apia')).toBe('2011-12-31 2011-12-30T10:00Z 2011-12-31T10:00Z');
});

test.each([
  ['2026-12-31T12:00:00Z', '2026-W53'],
  ['2027-01-03T22:59:59Z', '2026-W53'],
  ['2027-01-03T23:00:00Z', '2027-W01'],
  ['2024-12-30T12:00:00Z', '2025-W01'],
  ['2021-01-01T12:00:00Z', '2020-W53'],
  ['2026-01-01T12:00:00Z', '2026-W01'],
])('%s lies in week %s, which begins on a Monday', (at, key) => {
  const span = calendarSpan('week', microsOf(at), 'Europe/Berlin');
  expect(span.key).toBe(key);
  expect(new Date((span.startsAt ?? 0) / 1000 + 3_600_000).getUTCDay()).toBe(1);
});

test.each([
  ['2027-06-01T00:00', 'Europe/Berlin', '2027-05-31T22:00Z'],
  // In a gap: the instant of the transition. In a fold: the first coming.
  ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:00Z'],
  ['2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30Z'],
  ['2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-02T15:30Z'],
  ['2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45Z'],
  ['2027-09-05T00:00', 'America/Santiago', '2027-09-05T04:00Z'],
  ['2027-09-05T00:59:59', 'America/Santiago', '2027-09-05T04:00Z'],
  ['2027-04-03T23:30', 'America/Santiago', '2027-04-04T02:30Z'],
  ['2027-04-30T00:15', 'Africa/Cairo', '2027-04-29T22:00Z'],
  ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00Z'],
])('%s in %s first comes at %s', (local, zone, expected) => {
  expect(short(firstInstant(local, zone))).toBe(expected);
});

const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo'],
  ...['Africa/Casablanca', 'America/St_Johns', 'Pacific/Apia', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC'],
];
const zones = fc.constantFrom(...ZONES);
const windows = fc.constantFrom<CalendarWindow>('day', 'week', 'month');
const doubleMidnight = { min: Date.UTC(2006, 9, 29), max: Date.UTC(2006, 9, 29, 6) };
const instants = fc
  .oneof(fc.integer({ min: Date.UTC(1985, 0), max: Date.UTC(2040, 0) }), fc.integer(doubleMidnight))
  .map((at) => at * 1000);

test('windows tile time: a span holds the instant that it is asked for, and begins where the one before it ends', () => {
  fc.assert(
    fc.property(zones, windows, instants, (zone, window, at) => {
      const { key, startsAt, endsAt } = calendarSpan(window, at, zone);
      const [start, end] = [startsAt ?? Number.NaN, endsAt ?? Number.NaN];
      expect(start <= at && at < end).toBe(true);
      expect(calendarSpan(window, start, zone)).toEqual({ window, key, startsAt, endsAt });
      expect(calendarSpan(window, end - 1, zone)).toEqual({ window, key, startsAt, endsAt });
      const [before, after] = [calendarSpan(window, start - 1, zone), calendarSpan(window, end, zone)];
      expect(before.endsAt).toBe(start);
      expect(after.startsAt).toBe(end);
      expect(before.key < key && key < after.key).toBe(true);
    }),
    { numRuns: 600 },
  );
});

const holds = (span: Span, at: Micros) => (span.startsAt ?? 0) <= at && at < (span.endsAt ?? 0);

test('spans that are stored in any order, while the zone changes, tile time in the order of their keys', () => {
  const moments = fc.array(fc.tuple(zones, fc.integer({ min: 0, max: 40 * 24 * 60 })), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(windows, moments, (window, asked) => {
      const stored: Span[] = [];
      for (const [zone, minutes] of asked) {
        const at = (Date.UTC(2027, 2, 10) + minutes * 60_000) * 1000;
        if (stored.some((span) => holds(span, at))) continue;
        const before = stored.findLast(({ startsAt }) => (startsAt ?? 0) <= at);
        const after = stored.find(({ startsAt }) => (startsAt ?? 0) > at);
        const span = spanBetween(window, at, zone, before, after);
        expect(holds(span, at)).toBe(true);
        stored.push(span);
        stored.sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0));
      }
      for (const [index, span] of stored.slice(1).entries()) {
        const before = stored[index] as Span;
        expect(before.key < span.key).toBe(true);
        expect(before.endsAt).toBeLessThanOrEqual(span.startsAt ?? 0);
        // Neighbours by their keys leave no gap between them.
        const next = calendarSpan(window, Date.parse(dateIn(before.key)) * 1000, 'UTC', 1).key;
        if (next === span.key) expect(before.endsAt).toBe(span.startsAt);
      }
    }),
    { numRuns: 150 },
  );
});

test('in one zone it does not matter in which order spans are stored', () => {
  fc.assert(
    fc.property(zones, windows, fc.array(instants, { minLength: 2, maxLength: 12 }), (zone, window, asked) => {
      const stored: Span[] = [];
      for (const at of asked) {
        if (stored.some((span) => holds(span, at))) continue;
        const before = stored.findLast(({ startsAt }) => (startsAt ?? 0) <= at);
        const after = stored.find(({ startsAt }) => (startsAt ?? 0) > at);
        const span = spanBetween(window, at, zone, before, after);
        expect(span).toEqual(calendarSpan(window, at, zone));
        stored.push(span);
        stored.sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0));
      }
    }),
    { numRuns: 150 },
  );
});

/** Some day in a period, from its key. */
function dateIn(key: string): string {
  const [year = '', rest = ''] = [key.slice(0, 4), key.slice(5)];
  if (!rest.startsWith('W')) return rest.length === 2 ? `${key}-01` : key;
  const fourth = new Date(`${year}-01-04`);
  return new Date(fourth.getTime() + (Number(rest.slice(1)) - 1) * 7 * 86_400_000).toISOString().slice(0, 10);
}
