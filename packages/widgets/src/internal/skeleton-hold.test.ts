import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SkeletonHold } from './skeleton-hold.ts';

const host = { requestUpdate: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  host.requestUpdate.mockClear();
});
afterEach(() => void vi.useRealTimers());

const holding = (): SkeletonHold => new SkeletonHold(host as unknown as ConstructorParameters<typeof SkeletonHold>[0]);

test('Data that comes before the skeleton could be seen is shown at once', () => {
  const hold = holding();
  expect(hold.holds(true)).toBe(true);
  vi.advanceTimersByTime(90);
  expect(hold.holds(false)).toBe(false);
});

test('A skeleton that was seen stays for 300 ms, and then asks to be replaced', () => {
  const hold = holding();
  hold.holds(true);
  vi.advanceTimersByTime(200);
  expect(hold.holds(false)).toBe(true);
  vi.advanceTimersByTime(249);
  expect(host.requestUpdate).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(host.requestUpdate).toHaveBeenCalledTimes(1);
  expect(hold.holds(false)).toBe(false);
});

test('Data that was never missing is never held', () => {
  expect(holding().holds(false)).toBe(false);
});
