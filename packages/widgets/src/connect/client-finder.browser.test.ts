import type { EngagementClient } from '@engagement/sdk';
import { ContextEvent } from '@lit/context';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import '../provider.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { clearStages, mountLeaderboard, shadowOf, stage, textOf } from '../testing/mount.ts';
import { boardPage, creators } from '../testing/people.ts';
import { type Surroundings, surroundings } from './context.ts';

const DEFAULT = Symbol.for('engagement.client');

/** As `init` does it. */
function setDefault(fake: FakeClient | null): void {
  (globalThis as Record<symbol, unknown>)[DEFAULT] = fake?.client;
  globalThis.dispatchEvent(new Event('engagement-client'));
}

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  clearStages();
  setDefault(null);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const names = (root: ShadowRoot) => [...root.querySelectorAll('.named')].map(textOf);

test('A widget that was there before its client fills when the client comes', async () => {
  const { element } = mountLeaderboard({ client: null });
  await element.updateComplete;
  expect(element.state).toBe('loading');
  const fake = new FakeClient();
  fake.show(boardPage({ data: creators(2) }));
  setDefault(fake);
  expect(names(await shadowOf(element))).toEqual(['Mirela Popescu', 'Studio Kōbō']);
});

test('Two providers keep two projects apart on one page, and the default client out', async () => {
  const [first, second, standard] = [new FakeClient(), new FakeClient(), new FakeClient()];
  setDefault(standard);
  const elements = [first, second].map((fake) => {
    const provider = document.createElement('engagement-provider');
    provider.client = fake.client;
    stage().append(provider);
    const element = document.createElement('engagement-leaderboard');
    element.board = 'weekly-downloads';
    provider.append(element);
    return element;
  });
  first.show(boardPage({ data: creators(1) }));
  second.show(boardPage({ data: creators(3) }));
  const shown = await Promise.all(elements.map(async (element) => names(await shadowOf(element)).length));
  expect(shown).toEqual([1, 3]);
  expect(standard.subscriptions.size).toBe(0);
});

test('A provider that gets its client later passes it on, with words and scheme', async () => {
  const provider = document.createElement('engagement-provider');
  const element = document.createElement('engagement-leaderboard');
  element.board = 'weekly-downloads';
  provider.append(element);
  stage().append(provider);
  await element.updateComplete;
  const fake = new FakeClient();
  fake.show(boardPage({ data: [], total: 0 }));
  provider.client = fake.client;
  provider.messages = { emptyFact: 'A quiet week.' };
  provider.theme = 'dark';
  await provider.updateComplete;
  const root = await shadowOf(element);
  expect(textOf(root.querySelector('[part~="empty"] slot'))).toContain('A quiet week.');
  expect(getComputedStyle(element).colorScheme).toBe('dark');
});

test('The own property wins over the provider', async () => {
  const [own, provided] = [new FakeClient(), new FakeClient()];
  const provider = document.createElement('engagement-provider');
  provider.client = provided.client;
  stage().append(provider);
  const { element } = mountLeaderboard({ client: own.client }, provider);
  await element.updateComplete;
  expect([own.subscriptions.size, provided.subscriptions.size]).toEqual([1, 0]);
});

test('A widget that is moved stays live, and one that is removed lets go', async () => {
  const { element, fake } = mountLeaderboard();
  fake.show(boardPage({ data: creators(2) }));
  await element.updateComplete;
  stage().append(element);
  await element.updateComplete;
  expect(fake.subscriptions.size).toBe(1);
  fake.show(boardPage({ data: creators(4) }));
  expect(names(await shadowOf(element))).toHaveLength(4);
  element.remove();
  await element.updateComplete;
  expect(fake.subscriptions.size).toBe(0);
});

describe('Without a client for five seconds', () => {
  test('a developer gets a card and one warning', async () => {
    vi.useFakeTimers();
    const first = mountLeaderboard({ client: null });
    mountLeaderboard({ client: null }, first.place);
    await vi.advanceTimersByTimeAsync(5000);
    const root = await shadowOf(first.element);
    expect(first.element.state).toBe('setup');
    await vi.waitFor(() => expect(root.querySelector('[part~="setup"]')).not.toBeNull());
    expect(textOf(root.querySelector('[part~="setup"]'))).toContain('Call init({ key })');
    expect(vi.mocked(console.warn)).toHaveBeenCalledTimes(1);
  });
});

test('A widget without a board says so to the developer', async () => {
  vi.useFakeTimers();
  const { element } = mountLeaderboard({ board: null });
  await vi.advanceTimersByTimeAsync(5000);
  const root = await shadowOf(element);
  await vi.waitFor(() => expect(textOf(root.querySelector('[part~="setup"]'))).toContain('Add the attribute board'));
});

test('A provider with a key makes a client of its own, which asks the provider’s host and is nobody’s default', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'));
  const provider = document.createElement('engagement-provider');
  provider.setAttribute('publishable-key', 'pk_test_widgets');
  provider.setAttribute('host', 'https://engage.example');
  const element = document.createElement('engagement-leaderboard');
  element.board = 'weekly-downloads';
  element.noLive = true;
  provider.append(element);
  stage().append(provider);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  const [request] = asked.mock.calls[0] ?? [];
  const url = request instanceof Request ? request.url : String(request);
  expect(url).toContain('https://engage.example/v1/leaderboards/weekly-downloads/entries');
  expect((globalThis as Record<symbol, unknown>)[DEFAULT]).toBeUndefined();
});

describe('The client that a provider made', () => {
  function provide() {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'));
    const provider = document.createElement('engagement-provider');
    provider.publishableKey = 'pk_test_widgets';
    provider.host = 'https://engage.example';
    const element = document.createElement('engagement-leaderboard');
    provider.append(element);
    stage().append(provider);
    return { provider, element };
  }

  /** The one that the provider hands to a widget. */
  async function clientOf({ provider, element }: ReturnType<typeof provide>): Promise<EngagementClient> {
    await provider.updateComplete;
    return new Promise((done, fail) => {
      const take = ({ client }: Surroundings) => (client ? done(client) : fail(new Error('It made no client')));
      element.dispatchEvent(new ContextEvent(surroundings, element, take));
    });
  }

  test('ends when the provider leaves the page, and one that is only moved keeps it', async () => {
    const made = provide();
    const client = await clientOf(made);
    stage().append(made.provider);
    await Promise.resolve();
    expect(await clientOf(made)).toBe(client);
    expect(client.store.getState().status.auth).not.toBe('closed');

    made.provider.remove();
    await vi.waitFor(() => expect(client.store.getState().status.auth).toBe('closed'));
  });

  test('ends when the key changes, and another takes its place', async () => {
    const made = provide();
    const client = await clientOf(made);
    made.provider.publishableKey = 'pk_test_other';
    const next = await clientOf(made);
    expect(next).not.toBe(client);
    await vi.waitFor(() => expect(client.store.getState().status.auth).toBe('closed'));
    expect(next.store.getState().status.auth).not.toBe('closed');
  });
});
