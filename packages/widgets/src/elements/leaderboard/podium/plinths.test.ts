import { expect, test } from 'vitest';
import { boardPage, entry } from '../../../testing/people.ts';
import { plinthsOf } from './plinths.ts';

const page = (scores: number[], board: Partial<ReturnType<typeof boardPage>['board']> = {}) =>
  boardPage({
    board: { ...boardPage().board, ...board },
    data: scores.map((score, at) => entry({ id: `${at}`, rank: at + 1, score })),
  });

test.each([
  [4812, 0, 100],
  [1_000_000, 0, 20_000],
  [60, 0, 2],
  [122, 0, 4],
  [9, 0, 1],
  [4.82, 2, 0.1],
])('A podium whose best has %d, at scale %d, counts in lines of %d', (best, scale, unit) => {
  expect(plinthsOf(page([best], { scale })).unit).toBe(unit);
});

test('The best has 25 to 50 lines wherever scores are fine enough, and heights keep their proportion', () => {
  for (let best = 50; best < 100_000; best = Math.ceil(best * 1.13)) {
    const { lines, unit } = plinthsOf(page([best, best / 2]));
    expect(lines[0], `${best}`).toBeGreaterThanOrEqual(25);
    expect(lines[0], `${best}`).toBeLessThanOrEqual(50);
    expect(lines[1]).toBeCloseTo(best / 2 / (unit ?? 0), 0);
  }
});

test('Heights say nothing where less is better, of growth, and where nobody has anything', () => {
  expect(plinthsOf(page([30, 40, 50], { direction: 'ascending' })).unit).toBeNull();
  expect(plinthsOf(page([0.4, 0.2], { score: 'growth' })).unit).toBeNull();
  expect(plinthsOf(page([0, 0]))).toMatchObject({ unit: null, lines: [44, 36] });
});

test('A negative score stands on the ground', () => {
  expect(plinthsOf(page([10, -4])).lines).toEqual([10, 0]);
});
