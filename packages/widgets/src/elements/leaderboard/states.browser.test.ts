import { EngagementError } from '@engagement/sdk';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import '../../leaderboard.ts';
import type { FakeClient } from '../../testing/fake-client.ts';
import { clearStages, mountLeaderboard, shadowOf, stage, textOf } from '../../testing/mount.ts';
import { amara, boardPage, creators } from '../../testing/people.ts';
import type { EngagementLeaderboard } from './leaderboard.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const outage = () => new EngagementError('service-unavailable', 'Down', { requestId: 'req_1' });
const fivePeople = () => boardPage({ data: creators(5), total: 5 });
const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  clearStages();
  vi.restoreAllMocks();
});

const STATES: Record<string, (fake: FakeClient) => void> = {
  loading: () => {},
  ready: (fake) => fake.show(fivePeople(), { live: true }),
  refreshing: (fake) => {
    fake.show(fivePeople());
    fake.refreshing();
  },
  empty: (fake) => fake.show(boardPage({ data: [], total: 0 })),
  error: (fake) => fake.fail(outage()),
  stale: (fake) => {
    fake.show(fivePeople(), { updatedAt: Date.now() - 125_000 });
    fake.fail(outage());
  },
  offline: (fake) => {
    fake.show(fivePeople());
    fake.connect('offline');
  },
  unavailable: (fake) => fake.fail(new EngagementError('board-unavailable', 'Off')),
  setup: (fake) => fake.fail(new EngagementError('origin-not-allowed', 'Not listed')),
};

const SETTINGS: Partial<EngagementLeaderboard> = { limit: 5, heading: 'Most downloaded', showUnavailable: true };

async function show(state: string, settings = SETTINGS, place = stage()) {
  const mounted = mountLeaderboard(settings, place);
  STATES[state]?.(mounted.fake);
  await shadowOf(mounted.element);
  if (state === 'loading') await later(200);
  if (state === 'setup') await vi.waitFor(() => expect(mounted.element.state).toBe('setup'));
  return mounted;
}

describe.each(['light', 'dark'] as const)('In a %s page', (scheme) => {
  test.each(Object.keys(STATES))('axe finds nothing wrong with the state %s', async (state) => {
    const place = stage();
    place.style.colorScheme = scheme;
    place.style.background = scheme === 'dark' ? '#111' : '#fff';
    const { element } = await show(state, { ...SETTINGS, pinMe: true }, place);
    expect(element.matches(`:state(${state})`)).toBe(true);
    const { violations } = await axe.run(place, { runOnly: TAGS });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});

test.each([800, 420, 340, 240])('Every state has the same height, in %s px', async (width) => {
  const heights = new Map<string, number>();
  for (const state of Object.keys(STATES)) {
    const place = stage();
    place.style.inlineSize = `${width}px`;
    const { element } = await show(state, SETTINGS, place);
    heights.set(state, element.getBoundingClientRect().height);
  }
  expect(new Set(heights.values()), JSON.stringify([...heights])).toHaveLength(1);
});

test('An unavailable board leaves no trace, and says so by an event', async () => {
  const { element, fake } = mountLeaderboard();
  const states: string[] = [];
  element.addEventListener('engagement-state-change', (event) => states.push((event as CustomEvent).detail.state));
  await element.updateComplete;
  fake.fail(new EngagementError('board-unavailable', 'Off'));
  await element.updateComplete;
  expect(element.getBoundingClientRect().height).toBe(0);
  expect(states).toEqual(['loading', 'unavailable']);
});

test('An error with data keeps the rows and says how old they are', async () => {
  const { element } = await show('stale');
  const root = await shadowOf(element);
  expect(root.querySelectorAll('tbody [part~="row"]')).toHaveLength(5);
  expect(textOf(root.querySelector('[part="status"]'))).toBe('Couldn’t refresh. 2 minutes old Retry');
});

test('Offline keeps the rows, says when they were saved, and has no button', async () => {
  const { element, fake } = await show('offline');
  const root = await shadowOf(element);
  expect(textOf(root.querySelector('[part="status"]'))).toMatch(/^Offline\. Saved at \d+:\d\d/);
  expect(root.querySelector('[part="status"] button')).toBeNull();
  fake.connect('live');
  await element.updateComplete;
  expect(textOf(root.querySelector('[part="updated"]'))).toBe('November 16 – 22 · updated now');
});

test('A page can take over an error, which then shows no words of ours', async () => {
  const { element, fake } = mountLeaderboard();
  const errors: unknown[] = [];
  element.addEventListener('engagement-error', (event) => {
    errors.push((event as CustomEvent).detail.error.code);
    event.preventDefault();
  });
  fake.fail(outage());
  await element.updateComplete;
  const root = await shadowOf(element);
  expect(root.querySelector('[part~="error"], [part="retry-button"]')).toBeNull();
  element.requestUpdate();
  await element.updateComplete;
  expect(errors).toEqual(['service-unavailable']);
});

test('The skeleton has the rows that will come, and shows itself after 150 ms', async () => {
  const { element } = mountLeaderboard({ limit: 7 });
  await element.updateComplete;
  const root = element.shadowRoot as ShadowRoot;
  expect(root.querySelectorAll('[part~="skeleton"]')).toHaveLength(7);
  const body = root.querySelector('[part="body"]') as HTMLElement;
  expect(body.getAttribute('aria-busy')).toBe('true');
  const [appearing] = body.getAnimations();
  expect(appearing?.effect?.getTiming()).toMatchObject({ delay: 150, duration: 0, fill: 'backwards' });
  await appearing?.finished;
  expect(getComputedStyle(body).opacity).toBe('1');
});

test('Data that comes at once shows no skeleton', async () => {
  const { element, fake } = mountLeaderboard();
  await element.updateComplete;
  fake.show(boardPage());
  await element.updateComplete;
  expect(element.state).toBe('ready');
});

test.each([800, 340])('Nothing on the page moves from loading to ready, in %s px', async (width) => {
  const place = stage();
  place.style.inlineSize = `${width}px`;
  let moved = 0;
  const observer = new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) moved += (shift as PerformanceEntry & { value: number }).value;
  });
  observer.observe({ type: 'layout-shift', buffered: false });
  const { element, fake } = mountLeaderboard({ pinMe: true, heading: 'Most downloaded' }, place);
  const below = document.createElement('p');
  below.textContent = 'Below';
  place.append(below);
  await later(300);
  const top = below.getBoundingClientRect().top;
  fake.show(boardPage({ me: amara }), { live: true });
  await vi.waitFor(() => expect(element.state).toBe('ready'));
  await later(100);
  observer.disconnect();
  expect(below.getBoundingClientRect().top).toBe(top);
  expect(moved).toBe(0);
});

test('A board that is asked for again by itself can be paused, and says that it will retry', async () => {
  const { element, fake } = mountLeaderboard();
  const retries: boolean[] = [];
  element.addEventListener('engagement-error', ({ detail }) => retries.push(detail.willRetry));
  fake.show(fivePeople());
  fake.connect('polling');
  const root = await shadowOf(element);
  const pause = () => root.querySelector('[part="pause-button"]');
  expect(textOf(pause())).toBe('Pause');
  fake.fail(outage());
  await element.updateComplete;
  element.noLive = true;
  fake.show(fivePeople());
  await element.updateComplete;
  expect(pause()).toBeNull();
  fake.fail(outage());
  await element.updateComplete;
  expect(retries).toEqual([true, false]);
});

test('A set-up error is said once, with its own code and a link', async () => {
  const { element, fake } = mountLeaderboard();
  fake.fail(new EngagementError('origin-not-allowed', 'This origin is not listed.'));
  const root = await shadowOf(element);
  await vi.waitFor(() => expect(root.querySelector('[part~="setup"] a')).not.toBeNull());
  expect(textOf(root.querySelector('[part~="setup"]'))).toBe(
    'This widget is not set up yet. This origin is not listed. origin-not-allowed',
  );
  expect(root.querySelector('[part~="setup"] a')?.getAttribute('href')).toBe('docs/errors.md#origin-not-allowed');
  expect(console.warn).toHaveBeenCalledExactlyOnceWith(
    '[engagement] <engagement-leaderboard board="weekly-downloads"> This origin is not listed. (origin-not-allowed) docs/errors.md#origin-not-allowed',
  );
});

test('An unknown theme or density is the standard one, and a developer is told once', async () => {
  const { element, fake } = mountLeaderboard();
  element.setAttribute('theme', 'sepia');
  element.setAttribute('density', 'tight');
  fake.show(fivePeople());
  await shadowOf(element);
  const told = () => vi.mocked(console.warn).mock.calls.map(([text]) => String(text).slice(0, 55));
  await vi.waitFor(() => expect(told()).toHaveLength(2));
  element.requestUpdate();
  await shadowOf(element);
  expect(told()).toEqual(
    [
      '[engagement] <engagement-leaderboard theme="sepia"> must',
      '[engagement] <engagement-leaderboard density="tight"> mus',
    ].map((text) => text.slice(0, 55)),
  );
});

describe('With a test key, wherever the page is, its developer reads in place of the rows', () => {
  const shown = async (code: 'board-unavailable' | 'unauthenticated', mode: 'test' | 'live', properties = {}) => {
    const place = stage();
    const { element, fake } = mountLeaderboard({ board: `board-${code}-${mode}`, ...properties }, place);
    Object.assign(fake.client, { mode });
    fake.fail(new EngagementError(code, 'No.'));
    const root = await shadowOf(element);
    const card = () => textOf(root.querySelector('[part="setup"]'));
    return { element, card };
  };

  test('that there is no such board', async () => {
    const { element, card } = await shown('board-unavailable', 'test');
    await vi.waitFor(() => expect(card()).toContain('there is none with this key, or it is switched off'));
    expect(element.state).toBe('setup');
    expect(element.offsetHeight).toBeGreaterThan(0);
  });

  test('that the key is wrong', async () => {
    const { card } = await shown('unauthenticated', 'test');
    await vi.waitFor(() => expect(card()).toContain('Copy the publishable key again.'));
  });

  test('what the page chose to say of a board that is off', async () => {
    const { element, card } = await shown('board-unavailable', 'test', { showUnavailable: true, board: 'board-off' });
    await vi.waitFor(() => expect(console.warn).toHaveBeenCalled());
    expect([element.state, card()]).toEqual(['unavailable', '']);
  });

  test.each(['board-unavailable', 'unauthenticated'] as const)(
    'and with a live key nothing of %s, here or anywhere',
    async (code) => {
      const { element, card } = await shown(code, 'live');
      await import('./developer-help.ts');
      await element.updateComplete;
      expect(element.state).toBe(code === 'unauthenticated' ? 'error' : 'unavailable');
      expect(card()).toBe('');
      expect(console.warn).not.toHaveBeenCalled();
    },
  );
});
