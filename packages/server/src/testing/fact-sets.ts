import fc from 'fast-check';

/** An event, and who says it. */
export interface Said {
  readonly trust: 'server' | 'client';
  readonly event: { readonly id: string; readonly source: string; readonly type: string } & Record<string, unknown>;
}

/** The instant at which all of them are said. */
export const SAID_AT = Date.UTC(2026, 10, 24, 12);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const without = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

const times = fc
  .integer({ min: Date.UTC(2026, 8, 1), max: SAID_AT })
  .chain((at) =>
    fc
      .integer({ min: 0, max: 999 })
      .map((micros) => new Date(at).toISOString().replace('Z', `${`${micros}`.padStart(3, '0')}Z`)),
  );
const amounts = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 1000),
  fc.integer({ min: 0, max: 5000 }),
  // Large, but no set of them adds up to 2^53: which event goes beyond that would depend on the order.
  fc.constant(Math.floor(Number.MAX_SAFE_INTEGER / 64)),
);
const currencies = fc.constantFrom('EUR', 'EUR', 'EUR', 'USD');
const users = fc.constantFrom('u1', 'u2', 'u3');
const decimals = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000);

type Body = Omit<Said['event'], 'id' | 'source'> & { readonly trust?: 'client' };

const original: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        time: times,
        subject: users,
        creatorId: fc.constantFrom('c1', 'c2'),
        amount: amounts,
        currency: currencies,
        region: optional(fc.constantFrom('eu', 'us', 'asia')),
      })
      .map(({ time, subject, region, ...data }) => ({
        type: 'purchase.completed',
        time,
        subject,
        data: { ...data, ...(region && { properties: { region } }) },
      })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        time: times,
        subject: users,
        points: optional(decimals),
        level: optional(fc.constantFrom<string | number | boolean>('one', '1', 1, true)),
        amount: optional(fc.integer({ min: 0, max: 9 })),
      })
      .map(({ time, subject, ...data }) => ({ type: 'game.played', time, subject, data: without(data) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ time: times, subject: users, rating: fc.integer({ min: 0, max: 100 }) })
      .map(({ time, subject, rating }) => ({
        type: 'review.submitted',
        time,
        subject,
        data: { assetId: 'a1', rating: rating / 10 },
      })),
  },
  {
    weight: 1,
    arbitrary: times.map((time) => ({ type: 'asset.viewed', time, data: { assetId: 'a1' }, trust: 'client' as const })),
  },
);

const REVERSALS = [
  'purchase.refunded',
  'purchase.refunded',
  'purchase.charged-back',
  'chargeback.won',
  'chargeback.won',
  'game.annulled',
  'win.undone',
  'review.withdrawn',
];
const MONEY = new Set(['purchase.refunded', 'purchase.charged-back', 'chargeback.won']);

/** One that takes back the event at some place in the list: often of the wrong type, sometimes one that never comes. */
const reversal = fc
  .record({
    type: fc.constantFrom(...REVERSALS),
    time: times,
    of: fc.nat({ max: 30 }),
    amount: optional(fc.integer({ min: 1, max: 3000 })),
    currency: optional(currencies),
    reason: fc.constantFrom('x', 'y'),
  })
  .map(({ type, time, of, amount, currency, reason }) => {
    const data =
      type === 'review.withdrawn' ? {} : MONEY.has(type) ? without({ amount, currency, reason }) : without({ amount });
    return { type, time, data, of };
  });

/** Where the reversals of a type are likely to find an event that they may take back. */
const PREFERRED: Record<string, readonly string[]> = {
  'purchase.refunded': ['purchase.completed'],
  'purchase.charged-back': ['purchase.completed'],
  'chargeback.won': ['purchase.charged-back'],
  'game.annulled': ['game.played'],
  'win.undone': ['chargeback.won', 'game.annulled'],
  'review.withdrawn': ['review.submitted'],
};

/** Events that are true together, in no order that matters: each has an id of its own. */
export const factSets: fc.Arbitrary<Said[]> = fc
  .tuple(fc.array(original, { minLength: 6, maxLength: 14 }), fc.array(reversal, { minLength: 6, maxLength: 16 }))
  .map(([originals, reversals]) => {
    const said = originals.map(
      ({ trust, ...body }, index): Said => ({
        trust: trust ?? 'server',
        event: { id: `f${index}`, source: 'shop', ...body } as Said['event'],
      }),
    );
    for (const [index, { of, ...body }] of reversals.entries()) {
      const fitting = said.filter(({ event }) => PREFERRED[body.type]?.includes(event.type));
      const target = of % 5 === 0 ? said[of] : fitting[of % Math.max(fitting.length, 1)];
      const reverses = target?.event.id ?? `never-${of}`;
      said.push({ trust: 'server', event: { id: `r${index}`, source: 'shop', ...body, reverses } as Said['event'] });
    }
    return said;
  });
