import { expect, test } from 'vitest';
import { seasonsAround } from './seasons.ts';

test.each([
  ['2026-11-26T15:00:00Z', 'autumn-2026', '2026-10-01T00:00', 'winter-2027', '2027-01-01T00:00', '2027-04-01T00:00'],
  ['2026-01-01T00:00:00Z', 'winter-2026', '2026-01-01T00:00', 'spring-2026', '2026-04-01T00:00', '2026-07-01T00:00'],
])('%s lies in a quarter, and another follows', (instant, key, start, next, turn, end) => {
  expect(seasonsAround(new Date(instant))).toMatchObject([
    { key, start, end: turn },
    { key: next, start: turn, end },
  ]);
});
