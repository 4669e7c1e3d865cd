import { EngagementError } from '@engagement/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import { isDevelopment } from '../internal/environment.ts';
import { clearStages, mountLeaderboard, shadowOf, textOf } from '../testing/mount.ts';

vi.mock(import('../internal/environment.ts'), { spy: true });

beforeEach(() => {
  vi.mocked(isDevelopment).mockReturnValue(false);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  clearStages();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('A visitor of a widget without a client sees the page’s fallback after five seconds, and nothing of ours', async () => {
  vi.useFakeTimers();
  const { element } = mountLeaderboard({ client: null });
  element.innerHTML = '<p slot="fallback">The best of the week</p>';
  const root = await shadowOf(element);
  expect(root.querySelector('slot[name="fallback"]')).toBeNull();
  await vi.advanceTimersByTimeAsync(5000);
  await vi.waitFor(() => expect(isDevelopment).toHaveBeenCalled());
  await shadowOf(element);
  expect(element.state).toBe('setup');
  const slot = root.querySelector<HTMLSlotElement>('slot[name="fallback"]');
  expect(slot?.assignedElements().map(textOf)).toEqual(['The best of the week']);
  expect(root.querySelector('[part]')).toBeNull();
  expect(console.warn).not.toHaveBeenCalled();
});

test('A visitor reads of a refused request as of any other error', async () => {
  const { element, fake } = mountLeaderboard();
  fake.fail(new EngagementError('origin-not-allowed', 'Add https://shop.example to the key’s origins'));
  const root = await shadowOf(element);
  await vi.waitFor(() => expect(isDevelopment).toHaveBeenCalled());
  await shadowOf(element);
  expect(element.state).toBe('error');
  expect(textOf(root.querySelector('[part="error"]'))).toContain('The server refused the request.');
  expect(root.querySelector('[part="setup"]')).toBeNull();
  expect(console.warn).not.toHaveBeenCalled();
});
