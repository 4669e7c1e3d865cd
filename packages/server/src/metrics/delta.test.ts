import type { Fold } from '@engagement/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Movement, Taken } from '../activity/fact.ts';
import type { Contribution } from './compile.ts';
import { deltaOf } from './delta.ts';

const contribution = (fold: Fold, value: bigint) => ({ metric: { fold }, value }) as Contribution;
const movement = (before: Taken | null, after: Taken) => ({ before, after }) as Movement;

/** What a row holds of a fact of which something is taken back. */
const held = (fold: Fold, value: bigint, back: bigint, of: bigint) =>
  deltaOf(contribution(fold, value), movement(null, { back, of }));

test('a sum holds v − round(v·taken/A), halves away from zero', () => {
  expect(held('sum', 1000n, 333n, 1000n)).toEqual({ value: 667n, count: 1n });
  // A value that is not the amount moves in proportion: 5 · 1/2 = 2.5, which rounds to 3.
  expect(held('sum', 5n, 1n, 2n)).toEqual({ value: 2n, count: 1n });
  expect(held('sum', -5n, 1n, 2n)).toEqual({ value: -2n, count: 1n });
  expect(held('sum', 5n, 1n, 3n)).toEqual({ value: 3n, count: 1n });
  expect(held('sum', 9007199254740991n, 9007199254740990n, 9007199254740991n)).toEqual({ value: 1n, count: 1n });
  expect(held('sum', 5n, 2n, 2n)).toEqual({ value: 0n, count: 0n });
});

test.each<Fold>(['count', 'average', 'max', 'min', 'unique'])(
  '%s holds the fact whole until nothing of it stands',
  (fold) => {
    expect(held(fold, 7n, 999n, 1000n)).toEqual({ value: 7n, count: 1n });
    expect(held(fold, 7n, 1000n, 1000n)).toEqual({ value: 0n, count: 0n });
  },
);

test('reversals in any parts that add up to the whole take back exactly the whole', () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(parts, fc.bigInt({ min: -9007199254740991n, max: 9007199254740991n }), (amounts, value) => {
      const of = amounts.reduce((sum, part) => sum + part, 0n);
      let [before, row]: [Taken | null, bigint] = [null, 0n];
      for (const part of [0n, ...amounts]) {
        const after: Taken = { back: (before?.back ?? 0n) + part, of };
        row += deltaOf(contribution('sum', value), movement(before, after)).value;
        before = after;
      }
      expect(row).toBe(0n);
    }),
  );
});

test('a fact of which there turns out to be more moves from what it was to what it is', () => {
  const delta = deltaOf(contribution('count', 1n), movement({ back: 1n, of: 1n }, { back: 300n, of: 1000n }));
  expect(delta).toEqual({ value: 1n, count: 1n });
});
