import { expect, test } from 'vitest';
import { projectionsDue } from './projections.ts';

/** Monday, shortly after midnight in Berlin; in Santiago it is still Sunday. */
const AT = Date.parse('2026-11-22T23:30:00Z');
const SEASONS = [
  { key: 'running', from: AT - 1000, until: AT + 1000 },
  { key: 'over', from: AT - 3000, until: AT - 1000 },
];

const revenue = (window: string, period: string, rest: { segment?: string; count?: bigint } = {}) => ({
  metric: 'revenue',
  segment: '',
  count: 1n,
  ...{ window, period, ...rest },
});

const NUMBERS = [
  revenue('all-time', 'all-time'),
  revenue('all-time', 'all-time', { segment: 'data.properties.region:eu' }),
  revenue('all-time', 'all-time', { segment: 'data.properties.region:us', count: 0n }),
  ...['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => revenue('day', day)),
  ...['2026-W46', '2026-W47', '2026-W48'].map((week) => revenue('week', week)),
  revenue('season', 'running'),
  revenue('season', 'over'),
  { metric: 'sales', window: 'all-time', period: 'all-time', segment: '', count: 1n },
];

test('Redis has to hold every board in the period that runs in its zone, and in the one before it, and no other', () => {
  expect([...projectionsDue(NUMBERS, { zone: 'Europe/Berlin', seasons: SEASONS, at: AT })].sort()).toEqual([
    'top-sellers 2026-11-22 ',
    'top-sellers 2026-11-23 ',
    'top-sellers 2026-W47 ',
    'top-sellers 2026-W48 ',
    'top-sellers all-time ',
    'top-sellers all-time data.properties.region:eu',
    'top-sellers running ',
  ]);
  const south = projectionsDue(NUMBERS, { zone: 'America/Santiago', seasons: SEASONS, at: AT });
  expect(south.has('top-sellers 2026-11-21 ')).toBe(true);
  expect(south.has('top-sellers 2026-W46 ')).toBe(true);
  expect(south.has('top-sellers 2026-11-23 ')).toBe(false);
});
