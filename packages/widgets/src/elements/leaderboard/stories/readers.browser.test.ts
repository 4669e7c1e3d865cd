import { createFakeClient, type FakeOptions, type Scenario } from '@engagement/sdk/testing';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../../leaderboard.ts';
import { clearStages, stage } from '../../../testing/mount.ts';
import { partsOf } from '../../../testing/on-page.ts';
import { settled } from '../../../testing/settled.ts';
import type { EngagementLeaderboard } from '../leaderboard.ts';

// What those meet who hear a board, or reach it by keyboard: one text per state, kept beside this file.

const NOW = '2026-11-18T12:00:00Z';

// what boards load after their rows is here before them, so that each is told whole
beforeAll(() =>
  Promise.all([import('../after-rows.ts'), import('../podium/podium.ts'), import('../standing/standing.ts')]),
);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(NOW) });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  clearStages();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function shown(options: FakeOptions, settings: Partial<EngagementLeaderboard> = {}) {
  const client = createFakeClient({ clock: NOW, ...options });
  const board = document.createElement('engagement-leaderboard');
  Object.assign(board, { board: 'weekly-downloads', limit: 3, pinMe: true, client }, settings);
  stage().append(board);
  await client.advance(100);
  await board.updateComplete;
  return board;
}

const STATES: ReadonlyArray<[Scenario, state: string]> = [
  ['loading', 'loading'],
  ['live', 'ready'],
  ['empty', 'empty'],
  ['error', 'error'],
  ['stale', 'error'],
  ['offline', 'offline'],
  ['unavailable', 'unavailable'],
];

test.each(STATES)('A board that is %s is told in the same words and roles as ever', async (scenario, state) => {
  const board = await shown({ scenario }, { showUnavailable: true });
  await vi.waitFor(() => expect(board.state).toBe(state));
  await settled(board.parentElement as HTMLElement);
  await expect.element(board.parentElement as HTMLElement).toMatchAriaSnapshot();
});

test('A podium is a list in the order of the ranks', async () => {
  const board = await shown({ scenario: 'still' }, { layout: 'podium' });
  await vi.waitFor(() => expect(partsOf(board, 'plinth').length + partsOf(board, 'place').length).toBeGreaterThan(0));
  await settled(board.parentElement as HTMLElement);
  await expect.element(board.parentElement as HTMLElement).toMatchAriaSnapshot();
});

/** What has the keyboard, inside shadow roots too. */
function focused(): string {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const words = (active?.closest('label') ?? active)?.textContent ?? '';
  return `${active?.localName} ${words.replace(/\s+/g, ' ').trim()}`;
}

test('The keyboard goes from the periods over the names to the pause, once each', async () => {
  const board = await shown({ scenario: 'live' }, { periods: 'week month', pinMe: false });
  await vi.waitFor(() => expect(partsOf(board, 'pause-button')).toHaveLength(1));
  // as words, and as the list that stands in for them where it is narrow
  await vi.waitFor(() => expect(partsOf(board, 'period-switch')).toHaveLength(2));
  const stops: string[] = [];
  for (let stop = 0; stop < 5; stop++) {
    await userEvent.tab();
    stops.push(focused());
  }
  expect(stops).toEqual(['input This week', 'a Mirela Popescu', 'a Studio Kōbō', 'a Li Na', 'button Pause']);
});

test('Enter on a name asks the page first, and the keyboard stays where it was', async () => {
  const board = await shown({ scenario: 'still' });
  const asked: string[] = [];
  board.addEventListener('engagement-navigate', (event) => {
    event.preventDefault();
    asked.push((event as CustomEvent).detail.href);
  });
  await vi.waitFor(() => expect(partsOf(board, 'name').length).toBeGreaterThan(2));
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(asked).toEqual(['https://shop.example/creators/1']);
  expect(focused()).toBe('a Mirela Popescu');
});
