import { ACTIVITY_TYPES, ActivityEvent } from '@engagement/contract';
import { expect, test } from 'vitest';
import { startOfWeek, WEEK, weekOfHistory } from './history.ts';

const monday = new Date('2026-11-23T00:00:00Z');
const week = weekOfHistory(monday);

function leaders(type: string, key: string, value: (data: Record<string, unknown>) => number) {
  const scores = new Map<string, number>();
  for (const event of week.filter((one) => one.type === type)) {
    const id = String(event.data?.[key]);
    scores.set(id, (scores.get(id) ?? 0) + value(event.data ?? {}));
  }
  return [...scores.values()].sort((a, b) => b - a);
}

test('every fact of the history is one that the engagement server takes', () => {
  for (const event of week) {
    const { type, data } = ActivityEvent.parse(event);
    expect(ACTIVITY_TYPES[type]?.data.safeParse(data).error, `${event.id}, ${type}`).toBeUndefined();
  }
});

test('the same week is told in the same words, so that telling it twice changes nothing', () => {
  expect(weekOfHistory(monday)).toEqual(week);
  expect(new Set(week.map(({ id }) => id)).size).toBe(week.length);
});

test('two weeks share no id', () => {
  const ids = new Set(week.map(({ id }) => id));
  expect(weekOfHistory(new Date(monday.getTime() + WEEK)).filter(({ id }) => ids.has(id))).toEqual([]);
});

test('a refund takes back a purchase of the same week', () => {
  const purchases = new Set(week.filter(({ type }) => type === 'purchase.completed').map(({ id }) => id));
  const refunds = week.filter(({ type }) => type === 'purchase.refunded');
  expect(refunds.length).toBeGreaterThan(0);
  for (const { reverses } of refunds) expect(purchases).toContain(reverses);
});

test('some of those who follow a creator think better of it', () => {
  const follows = new Map(week.filter(({ type }) => type === 'creator.followed').map((fact) => [fact.id, fact]));
  const unfollows = week.filter(({ type }) => type === 'creator.unfollowed');
  expect(unfollows.length).toBeGreaterThan(0);
  expect(follows.size).toBeGreaterThan(unfollows.length);
  for (const { reverses, subject } of unfollows) expect(follows.get(reverses ?? '')).toMatchObject({ subject });
});

test('from one week to the next some assets rise and others fade', () => {
  const downloads = (of: typeof week) => {
    const scores = new Map<string, number>();
    for (const { type, data } of of)
      if (type === 'asset.downloaded') scores.set(`${data?.assetId}`, (scores.get(`${data?.assetId}`) ?? 0) + 1);
    return scores;
  };
  const [before, now] = [downloads(weekOfHistory(new Date(monday.getTime() - WEEK))), downloads(week)];
  const growth = [...now].map(([id, score]) => score / (before.get(id) ?? 1) - 1).sort((a, b) => b - a);
  expect(growth[0]).toBeGreaterThan(0.1);
  expect(growth.at(-1)).toBeLessThan(-0.1);
});

test('but for what is taken back late, what happens in a week stays in it', () => {
  const end = monday.getTime() + WEEK;
  for (const { type, time } of week) {
    expect(Date.parse(time)).toBeGreaterThanOrEqual(monday.getTime());
    if (type !== 'purchase.refunded' && type !== 'creator.unfollowed') expect(Date.parse(time)).toBeLessThan(end);
  }
});

test('a week has a leader and a close middle field, where a few actions change a rank', () => {
  const downloads = leaders('asset.downloaded', 'assetId', () => 1);
  expect(downloads).toHaveLength(12);
  expect(downloads[0]).toBeGreaterThan((downloads[6] ?? 0) * 1.2);
  expect((downloads[3] ?? 0) - (downloads[7] ?? 0)).toBeLessThanOrEqual(6);
  const revenue = leaders('purchase.completed', 'creatorId', ({ amount }) => Number(amount));
  expect((revenue[3] ?? 0) - (revenue[6] ?? 0)).toBeLessThanOrEqual(20_000);
});

test('the boards are alive within the first minutes of a week', () => {
  const early = week.filter(({ time }) => Date.parse(time) < monday.getTime() + 5 * 60_000);
  expect(early.length).toBeGreaterThanOrEqual(300);
});

test.each([
  ['2026-11-23T00:00:00Z', '2026-11-23'],
  ['2026-11-24T03:00:00Z', '2026-11-23'],
  ['2026-11-29T23:59:59Z', '2026-11-23'],
  ['2027-01-01T12:00:00Z', '2026-12-28'],
])('the week of %s starts on %s', (instant, expected) => {
  expect(startOfWeek(new Date(instant)).toISOString().slice(0, 10)).toBe(expected);
});
