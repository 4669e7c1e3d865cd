import { createFakeClient } from '@engagement/sdk/testing';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../devtools.ts';
import { showDevtools } from '../../connect/show-devtools.ts';
import { clearStages, stage, textOf } from '../../testing/mount.ts';
import type { EngagementDevtools } from './devtools.ts';

const address = location.href;

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  clearStages();
  document.querySelector('engagement-devtools')?.remove();
  history.replaceState(null, '', address);
  vi.restoreAllMocks();
});

/** A panel with a client whose board is shown, and something tracked. */
async function open(place = stage()) {
  const client = createFakeClient({ scenario: 'live', clock: Date.now() + 90_000 });
  const element = document.createElement('engagement-devtools');
  element.client = client;
  place.append(element);
  const stop = client.leaderboards.subscribe('weekly-downloads', { period: 'week', limit: 5 }, () => {});
  await client.advance(0);
  client.track('map.opened', { mapId: 'm-1' });
  const root = await rootOf(element);
  return { client, element, root, stop };
}

async function rootOf(element: EngagementDevtools): Promise<ShadowRoot> {
  await element.updateComplete;
  await element.updateComplete;
  return element.shadowRoot as ShadowRoot;
}

const shown = (root: ShadowRoot) => textOf(root.querySelector('.page'));
const choose = (root: ShadowRoot, name: string) =>
  [...root.querySelectorAll('label')].find((label) => textOf(label) === name)?.click();

test('It shows who the client asks as, how it is connected, and the boards that are asked for', async () => {
  const { root, client, element } = await open();
  expect(textOf(root.querySelector('summary'))).toBe('Engagement identified · live');
  expect(shown(root)).toMatch(
    /UseridentifiedConnectionliveConsentgrantedLast answer\d\d:\d\d:\d\dServer’s clock[89]\d s ahead/,
  );
  expect(shown(root)).toContain('5 of 1289weekly-downloadslive');
  client.push.connection('offline');
  await element.updateComplete;
  expect(textOf(root.querySelector('summary'))).toBe('Engagement identified · offline');
});

test('It shows events with their fate, and sends those that wait', async () => {
  const { root, element, client } = await open();
  choose(root, 'Events');
  await element.updateComplete;
  expect(shown(root)).toMatch(/map.openedwaiting/);
  expect(root.querySelector('pre')?.textContent).toContain('"mapId": "m-1"');
  root.querySelector<HTMLButtonElement>('button')?.click();
  await vi.waitFor(() => expect(shown(root)).toMatch(/map.openedsent/));
  expect(client.calls.at(-1)?.method).toBe('flush');
  expect(root.querySelector('button')).toBeNull();
});

test('It shows what goes over the socket', async () => {
  const { root, element, client } = await open();
  choose(root, 'Socket');
  client.push.rankChange();
  await element.updateComplete;
  expect(shown(root)).toMatch(/changed/);
  expect(root.querySelector('pre')?.textContent).toContain('weekly-downloads');
});

test('Names and data of others are text, never markup', async () => {
  const { root, element, client } = await open();
  client.track('map.opened', { mapId: '<img src=x onerror=alert(1)>' });
  choose(root, 'Events');
  await element.updateComplete;
  expect(root.querySelector('img')).toBeNull();
});

test('Everything is reached with the keyboard alone', async () => {
  const { root, element } = await open();
  await userEvent.tab();
  expect(root.activeElement?.localName).toBe('summary');
  await userEvent.tab();
  expect(root.activeElement?.localName).toBe('input');
  await userEvent.keyboard('{ArrowRight}');
  await element.updateComplete;
  expect(shown(root)).toContain('map.opened');
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}{Enter}');
  expect(root.querySelector('details')?.open).toBe(false);
});

test('It follows a client that comes later, lets the former one go, and says so when there is none', async () => {
  const { root, element } = await open();
  const next = createFakeClient({ scenario: 'signed-out' });
  element.client = next;
  await rootOf(element);
  expect(textOf(root.querySelector('summary'))).toContain('anonymous');
  element.client = null;
  await element.updateComplete;
  expect(shown(root)).toContain('Call init({ key })');
});

describe.each(['light', 'dark'] as const)('In a %s page', (scheme) => {
  test.each(['Client', 'Events', 'Socket'])('axe finds nothing wrong with %s', async (name) => {
    const place = stage();
    place.style.colorScheme = scheme;
    const { root, element } = await open(place);
    choose(root, name);
    await element.updateComplete;
    for (const details of root.querySelectorAll('details')) details.open = true;
    const { violations } = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
});

test.each([360, 1280])('Nothing is wider than its room in %s px', async (width) => {
  const place = stage();
  place.style.inlineSize = `${width}px`;
  const { root, element } = await open(place);
  for (const name of ['Client', 'Events', 'Socket']) {
    choose(root, name);
    await element.updateComplete;
    for (const node of root.querySelectorAll('*')) expect(node.scrollWidth).toBeLessThanOrEqual(width);
  }
});

test('Over the page it stays within a window of 360 px', async () => {
  await page.viewport(360, 640);
  const { element } = await open();
  element.toggleAttribute('floating', true);
  await element.updateComplete;
  const { left, right, bottom } = element.getBoundingClientRect();
  expect([left >= 0, right <= 360, bottom <= 640]).toEqual([true, true, true]);
  await page.viewport(800, 600);
});

describe('With ?engagement-debug in the address', () => {
  test('one panel comes over the page, and without it none', async () => {
    const client = createFakeClient();
    await showDevtools(client);
    expect(document.querySelector('engagement-devtools')).toBeNull();
    history.replaceState(null, '', '?engagement-debug');
    await Promise.all([showDevtools(client), showDevtools(null)]);
    const panels = document.querySelectorAll('engagement-devtools');
    expect(panels).toHaveLength(1);
    expect(panels[0]?.client).toBe(client);
    expect(getComputedStyle(panels[0] as Element).position).toBe('fixed');
  });

  test('a provider shows it with its own client', async () => {
    await import('../../provider.ts');
    history.replaceState(null, '', '?engagement-debug');
    const provider = document.createElement('engagement-provider');
    provider.client = createFakeClient();
    stage().append(provider);
    await vi.waitFor(() => expect(document.querySelector('engagement-devtools')?.client).toBe(provider.client));
  });
});
