import type { ActivityEventInput } from '../packages/contract/src/index.ts';

export const USERS = 100_000;

/** A small generator, so that every run sends the same events. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Purchases of random creators' assets: of so many, hardly any two in a batch meet in one counter row, the hard case. */
export function purchases(count: number, seed: number, at: number, creators = USERS): ActivityEventInput[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, index) => ({
    id: `order-${seed}-${index}`,
    source: 'https://shop.example/orders',
    type: 'purchase.completed',
    time: new Date(at - Math.floor(next() * 3_600_000)).toISOString(),
    subject: `user-${Math.floor(next() * USERS)}`,
    data: {
      assetId: `asset-${Math.floor(next() * 5000)}`,
      creatorId: `creator-${Math.floor(next() * creators)}`,
      amount: 100 + Math.floor(next() * 9900),
      currency: 'EUR',
    },
  }));
}

export const BOARD = 'top-sellers';

/** One counter row per event: revenue per creator, all time. */
export const oneRowDefinitions = {
  metrics: [
    {
      key: 'revenue',
      subject: 'creator',
      sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
      fold: 'sum' as const,
    },
  ],
};

/** The same, and one board that ranks it. */
export const oneBoardDefinitions = {
  ...oneRowDefinitions,
  boards: [{ key: BOARD, name: 'Top sellers', metric: 'revenue' }],
};
