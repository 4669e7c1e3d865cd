import { expect, test } from 'vitest';
import { instantText } from '../kernel/instant.ts';
import { horizonOf } from './horizon.ts';

const micros = (instant: string) => Date.parse(instant) * 1000;
const horizon = (now: string, keepMonths = 4, seasonStarts: string[] = []) =>
  instantText(horizonOf({ keepMonths, lateReversals: 'set-aside' }, seasonStarts.map(micros), micros(now))).slice(
    0,
    13,
  );

test('whole months before the running one are kept, by UTC', () => {
  expect(horizon('2027-03-01T00:00:00Z')).toBe('2026-11-01T00');
  expect(horizon('2027-02-28T23:59:59.999Z')).toBe('2026-10-01T00');
  expect(horizon('2027-03-31T12:00:00Z', 14)).toBe('2026-01-01T00');
});

test('with the shortest retention no fact goes that a live event could still be as old as', () => {
  const day = 86_400_000;
  for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2028, 0, 1); at += day) {
    const oldest = Date.parse(`${horizon(new Date(at).toISOString())}:00Z`);
    expect(at - oldest).toBeGreaterThan(92 * day);
  }
});

test('the month in which an open season begins is kept, in UTC, and all after it', () => {
  // The first instant of June in Berlin is still May in UTC.
  const [summer, winter] = ['2026-05-31T22:00:00Z', '2027-02-01T00:00:00Z'];
  expect(horizon('2027-03-03T12:00:00Z', 4, [winter, summer])).toBe('2026-05-01T00');
  expect(horizon('2027-03-03T12:00:00Z', 4, [winter])).toBe('2026-11-01T00');
});
