import { expect, test, vi } from 'vitest';
import type { ActivityLog, LogEntry } from './log.ts';
import { Progress } from './progress.ts';

const PATIENCE_MS = 300;
const batchAt = (place: string): LogEntry[] => [{ unreadable: '', place }];

/** A log that hands out what it is told to. */
async function following(handle: (batch: readonly LogEntry[]) => Promise<void>) {
  const progress = new Progress(PATIENCE_MS, 1000);
  let hand: typeof handle = async () => {};
  const log = {
    async consume(given: typeof handle) {
      hand = given;
      return { stop: async () => {} };
    },
  } as unknown as ActivityLog;
  await progress.of(log).consume(handle);
  return { progress, hand: (place: string) => hand(batchAt(place)) };
}

test('a batch that fails for longer than it may is told of, whatever other batches come to, until it is done', async () => {
  let broken = true;
  const { progress, hand } = await following(async ([first]) => {
    if (broken && first?.place === '1/0') throw new Error('no');
  });
  const tryBoth = async () => {
    await expect(hand('1/0')).rejects.toThrow('no');
    await hand('2/0');
  };
  await tryBoth();
  expect(progress.stuckMs()).toBeNull();
  await vi.waitFor(
    async () => {
      await tryBoth();
      expect(progress.stuckMs()).toBeGreaterThan(PATIENCE_MS);
    },
    { timeout: 10_000, interval: 20 },
  );
  broken = false;
  await hand('1/0');
  expect(progress.stuckMs()).toBeNull();
});

test('a batch that never ends is told of', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { progress, hand } = await following(() => promise);
  const handed = hand('1/0');
  await vi.waitFor(() => expect(progress.stuckMs()).toBeGreaterThan(PATIENCE_MS), { timeout: 10_000, interval: 20 });
  resolve();
  await handed;
  expect(progress.stuckMs()).toBeNull();
});

test('a batch that another process took over does not count for ever', async () => {
  const { progress, hand } = await following(() => Promise.reject(new Error('no')));
  await vi.waitFor(
    async () => {
      await expect(hand('1/0')).rejects.toThrow('no');
      expect(progress.stuckMs()).toBeGreaterThan(PATIENCE_MS);
    },
    { timeout: 10_000, interval: 20 },
  );
  await vi.waitFor(() => expect(progress.stuckMs()).toBeNull(), { timeout: 10_000, interval: 20 });
});
