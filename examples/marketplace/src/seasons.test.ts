import { expect, test } from 'vitest';
import { startOfWeek, WEEK } from './history.ts';
import { seasonsAround } from './seasons.ts';
import { PAST_WEEKS } from './seed.ts';

const DAY = 24 * 60 * 60 * 1000;

test.each([
  ['2026-11-26T15:00:00Z', '2026-10-26', '2026-11-16', '2026-12-07', '2026-12-28'],
  ['2026-12-06T23:59:59Z', '2026-10-26', '2026-11-16', '2026-12-07', '2026-12-28'],
  ['2026-12-07T00:00:00Z', '2026-11-16', '2026-12-07', '2026-12-28', '2027-01-18'],
])('%s lies in a season of three weeks, between two others', (instant, last, running, next, end) => {
  const midnight = (day: string) => `${day}T00:00`;
  expect(seasonsAround(new Date(instant))).toMatchObject({
    last: { key: `season-${last}`, start: midnight(last), end: midnight(running) },
    running: { key: `season-${running}`, start: midnight(running), end: midnight(next) },
    next: { key: `season-${next}`, start: midnight(next), end: midnight(end) },
  });
});

test('whenever Tessera opens, its history holds all of the last season, which is sealed without waiting', () => {
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 1, 1); at += DAY) {
    const now = new Date(at);
    const { last } = seasonsAround(now);
    expect(Date.parse(`${last.start}Z`)).toBeGreaterThanOrEqual(startOfWeek(now).getTime() - PAST_WEEKS * WEEK);
    expect(Date.parse(`${last.end}Z`)).toBeLessThanOrEqual(at);
    expect(last).toMatchObject({ graceHours: 0, reviewHours: 0 });
  }
});
