import type { EventAnswer } from '@engagement/contract';
import { expect, test } from 'vitest';
import { History } from './history.ts';
import { wrongAnswer } from './plausible.ts';
import { Story } from './story.ts';

const sale = new Story('plausible', 'canary', Date.parse('2026-11-26T11:00:00Z')).probe();

const revenue = {
  metric: 'revenue',
  subject: `${sale.data.creatorId}`,
  period: 'all-time',
  window: 'all-time',
  segment: null,
  value: 5,
  count: 3,
  delta: 1,
} as const;

const answer = (changes: Partial<EventAnswer> = {}): EventAnswer => ({
  id: sale.id,
  status: 'recorded',
  metrics: [revenue],
  ranks: null,
  ...changes,
});

const attempt = (fate: 'recorded' | 'failed' = 'recorded') =>
  new History().attempt({ event: sale, fate, again: false });

test('an answer that may be true is taken as it is', () => {
  expect(wrongAnswer(attempt(), answer())).toEqual([]);
  expect(wrongAnswer(attempt(), answer({ status: 'duplicate', metrics: [] }))).toEqual([]);
  expect(wrongAnswer(attempt('failed'), answer({ status: 'failed', metrics: [] }))).toEqual([]);
});

test('an answer that cannot be true is found: another event, another fate, less than was added, nothing at all', () => {
  const wrong = (changes: Partial<EventAnswer>) => wrongAnswer(attempt(), answer(changes)).length;
  expect(wrong({ id: 'another' })).toBe(1);
  expect(wrong({ status: 'conflict' })).toBe(1);
  expect(wrong({ metrics: [{ ...revenue, value: 0 }] })).toBe(1);
  expect(wrong({ metrics: [{ ...revenue, count: -1 }] })).toBe(1);
  expect(wrong({ metrics: [] })).toBe(1);
  expect(wrongAnswer(attempt('failed'), answer())).toHaveLength(1);
});

test('an event that is answered as new for the second time is found', () => {
  const twice = attempt();
  expect(wrongAnswer(twice, answer())).toEqual([]);
  expect(wrongAnswer(twice, answer())).toEqual(['it was answered as newly recorded more than once']);
});
