import { expect, test } from 'vitest';
import { instantText } from '../kernel/instant.ts';
import { horizonOf } from './horizon.ts';

const season = (start: string, end: string, { graceHours = 24, reviewHours = 0 } = {}) => ({
  key: 's',
  name: 'S',
  start,
  end,
  graceHours,
  reviewHours,
});

const horizon = (now: string, keepMonths = 4, seasons: ReturnType<typeof season>[] = [], zone = 'Europe/Berlin') =>
  instantText(
    horizonOf({ keepMonths, lateReversals: 'set-aside' }, seasons, { zone, now: Date.parse(now) * 1000 }),
  ).slice(0, 13);

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

test('a season keeps its facts until it is sealed: its end, its grace, its review', () => {
  const summer = season('2026-06-01T00:00', '2027-03-01T00:00', { graceHours: 24, reviewHours: 48 });
  // Its first instant in Berlin is still May in UTC.
  expect(horizon('2027-03-03T22:59:59Z', 4, [summer])).toBe('2026-05-01T00');
  expect(horizon('2027-03-03T23:00:00Z', 4, [summer])).toBe('2026-11-01T00');
  expect(horizon('2027-03-03T12:00:00Z', 4, [season('2020-01-01T00:00', '2020-02-01T00:00'), summer])).toBe(
    '2026-05-01T00',
  );
  expect(horizon('2027-03-03T12:00:00Z', 4, [season('2027-02-01T00:00', '2027-04-01T00:00')])).toBe('2026-11-01T00');
});
