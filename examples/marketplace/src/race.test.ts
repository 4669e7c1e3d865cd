import { expect, test } from 'vitest';
import { nextToScore } from './race.ts';
import { seededRandom } from './random.ts';

function run(steps: number, shares: Record<string, number>) {
  const scores = new Map(Object.keys(shares).map((id) => [id, 0]));
  const random = seededRandom('a race');
  for (let step = 0; step < steps; step += 1) {
    const contenders = Object.entries(shares).map(([id, share]) => ({ id, share, score: scores.get(id) ?? 0 }));
    const id = nextToScore(contenders, 1, random);
    scores.set(id, (scores.get(id) ?? 0) + 1);
  }
  return (id: string) => scores.get(id) ?? 0;
}

test('equals stay within a few steps of each other, however long the market runs', () => {
  const score = run(20_000, { a: 1, b: 1, c: 1, d: 1 });
  for (const id of ['b', 'c', 'd']) expect(Math.abs(score(id) - score('a'))).toBeLessThanOrEqual(6);
});

test('leaders lead by their share', () => {
  const score = run(3_000, { first: 2, second: 1 });
  expect(score('first') / score('second')).toBeCloseTo(2, 1);
});

test('who has no share scores nothing', () => {
  expect(run(500, { a: 1, idle: 0 })('idle')).toBe(0);
});
