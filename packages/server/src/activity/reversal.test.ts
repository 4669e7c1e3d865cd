import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identityKey, type StampedFact } from './fact.ts';
import { settle } from './reversal.ts';

const REVERSES: Record<string, string[]> = {
  'purchase.refunded': ['purchase.completed'],
  'purchase.charged-back': ['purchase.completed'],
  'chargeback.won': ['purchase.charged-back'],
};
const rules = (type: string) => REVERSES[type] ?? [];

const fact = (id: string, type: string, data: Record<string, unknown>, reverses?: string): StampedFact => {
  const original = reverses === undefined ? null : ({ trust: 'server', source: 'shop', id: reverses } as const);
  return { trust: 'server', source: 'shop', id, type, time: 0, subject: null, data, stamps: null, reverses: original };
};
const bought = (amount: number, currency = 'EUR') => fact('p', 'purchase.completed', { amount, currency });
const refund = (id: string, data: Record<string, unknown> = {}) => fact(id, 'purchase.refunded', data, 'p');
const chargeback = (data: Record<string, unknown> = {}) => fact('c', 'purchase.charged-back', data, 'p');
const won = (data: Record<string, unknown> = {}) => fact('w', 'chargeback.won', data, 'c');

/** How much of each fact is taken back when all of them have just come. */
const takenBack = (...facts: StampedFact[]) => {
  const held = facts.map((each) => ({ fact: each, takenBack: 0n }));
  const { movements, refused, overReversed } = settle(held, new Set(facts.map(identityKey)), rules);
  const taken = Object.fromEntries(movements.map(({ fact: { id }, after }) => [id, `${after.back}/${after.of}`]));
  return {
    ...taken,
    ...(refused.length > 0 && { refused: refused.map(({ reversal, reason }) => `${reversal.id} ${reason}`) }),
    ...(overReversed.length > 0 && { over: overReversed.map(({ original, by }) => `${original.id} ${by}`) }),
  };
};

test('what stands is the amount less the reversals that stand', () => {
  expect(takenBack(bought(1000), refund('r', { amount: 300 }))).toEqual({ p: '300/1000', r: '0/300' });
  expect(takenBack(bought(1000), refund('r'))).toEqual({ p: '1000/1000', r: '0/1000' });
  expect(takenBack(bought(1000), chargeback(), won())).toEqual({ p: '0/1000', c: '1000/1000', w: '0/1000' });
  expect(takenBack(bought(1000), chargeback({ amount: 600 }), won({ amount: 200 }))).toEqual({
    p: '400/1000',
    c: '200/600',
    w: '0/200',
  });
});

test('a fact without an amount, or with none, is taken back whole', () => {
  expect(takenBack(bought(0), refund('r'))).toEqual({ p: '1/1', r: '0/1' });
  expect(takenBack(bought(0), refund('r', { amount: 5 }))).toEqual({ p: '1/1', r: '0/5' });
});

test('a reversal waits until its original comes, and then has its amount', () => {
  expect(takenBack(refund('r'))).toEqual({ r: '0/1' });
  expect(takenBack(chargeback(), won({ amount: 300 }))).toEqual({ c: '1/1', w: '0/300' });
  // The original comes now: what was taken back whole stands in part, since there is more of it.
  const held = [chargeback(), won({ amount: 300 }), bought(1000)].map((each) => ({
    fact: each,
    takenBack: each.id === 'c' ? 1n : 0n,
  }));
  const { movements } = settle(held, new Set([identityKey(bought(1000))]), rules);
  expect(movements.map(({ fact: { id }, before, after }) => ({ id, before, after }))).toEqual([
    { id: 'c', before: { back: 1n, of: 1n }, after: { back: 300n, of: 1000n } },
    { id: 'p', before: null, after: { back: 700n, of: 1000n } },
  ]);
});

test('a type that may not take it back, and another currency, take nothing back and say so', () => {
  expect(takenBack(bought(1000), fact('w', 'chargeback.won', {}, 'p'))).toEqual({
    p: '0/1000',
    w: '0/1',
    refused: ['w type-mismatch'],
  });
  expect(takenBack(bought(1000), refund('r', { amount: 300, currency: 'USD' }))).toEqual({
    p: '0/1000',
    r: '0/300',
    refused: ['r currency-mismatch'],
  });
  expect(takenBack(bought(1000), refund('r', { amount: 300, currency: 'EUR' }))).toEqual({ p: '300/1000', r: '0/300' });
});

test('amounts beyond the whole are reported against the original, which is taken back whole', () => {
  expect(takenBack(bought(1000), refund('r', { amount: 700 }), refund('s', { amount: 500 }))).toEqual({
    p: '1000/1000',
    r: '0/700',
    s: '0/500',
    over: ['p 200'],
  });
  expect(takenBack(bought(1000), chargeback(), won({ amount: 1300 }))).toMatchObject({
    c: '1000/1000',
    over: ['c 300'],
  });
  expect(takenBack(bought(1000), refund('r'), refund('s', { amount: 1000 }))).toMatchObject({ p: '1000/1000' });
});

test('what is taken back is the same whatever of it came first', () => {
  const amount = fc.option(fc.record({ amount: fc.integer({ min: 1, max: 1500 }) }), { nil: {} });
  const set = fc
    .tuple(fc.integer({ min: 0, max: 1000 }), amount, amount, amount, amount)
    .map(([price, a, b, c, d]) => [bought(price), refund('r', a), refund('s', b), chargeback(c), won(d)]);
  fc.assert(
    fc.property(
      set.chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: 5 }))),
      ([facts, order]) => {
        const whole = settle(
          facts.map((each) => ({ fact: each, takenBack: 0n })),
          new Set(facts.map(identityKey)),
          rules,
        );
        const kept = new Map<string, bigint>();
        const known: StampedFact[] = [];
        for (const next of order) {
          known.push(next);
          const held = known.map((each) => ({ fact: each, takenBack: kept.get(each.id) ?? 0n }));
          for (const {
            fact: { id },
            after,
          } of settle(held, new Set([identityKey(next)]), rules).movements)
            kept.set(id, after.back);
        }
        for (const {
          fact: { id },
          after,
        } of whole.movements)
          expect([id, kept.get(id)]).toEqual([id, after.back]);
      },
    ),
    { numRuns: 300 },
  );
});
