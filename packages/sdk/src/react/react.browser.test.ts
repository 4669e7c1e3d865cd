import { act, createElement as h, StrictMode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient, init } from '../client.ts';
import { boardPage, createFakeClient } from '../fake/index.ts';
import type { EngagementClient } from '../types.ts';
import { EngagementProvider, useBoard, useEngagement, useEngagementClient } from './index.ts';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

let place: HTMLElement;
let root: Root | undefined;

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  place = document.body.appendChild(document.createElement('main'));
});

afterEach(async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  await act(async () => root?.unmount());
  root = undefined;
  place.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function show(element: ReturnType<typeof h>, strict = false): Promise<void> {
  root ??= createRoot(place);
  const render = async (run: () => void) => (globalThis.IS_REACT_ACT_ENVIRONMENT ? act(async () => run()) : run());
  await render(() => root?.render(strict ? h(StrictMode, null, element) : element));
}

const fake = () => createFakeClient({ scenario: 'still' });
const within = (client: EngagementClient, element: ReturnType<typeof h>) => h(EngagementProvider, { client }, element);

function Board({ limit = 3 }: { limit?: number }) {
  const { status, page } = useBoard('weekly-downloads', { limit });
  return h('p', null, status, ...(page?.data.map(({ id, name }) => h('i', { key: id }, ` ${name}`)) ?? []));
}

function Status({ rendered }: { rendered: () => void }) {
  const { auth, connection } = useEngagement(({ status }) => ({ auth: status.auth, connection: status.connection }));
  rendered();
  return h('p', null, `${auth} ${connection}`);
}

function Version() {
  return h('b', null, useEngagementClient()?.version ?? 'none');
}

test('A board is loaded, shown and kept up to date, and left with the component', async () => {
  const client = fake();
  await show(within(client, h(Board)));
  await act(() => client.advance(0));
  expect(place.textContent).toBe('ready Mirela Popescu Studio Kōbō Li Na');
  await act(async () => client.push.rankChange({ id: 'creator-3', by: 2 }));
  expect(place.textContent).toBe('ready Li Na Mirela Popescu Studio Kōbō');
  await show(within(client, h('p')));
  expect(client.subscriptions.size).toBe(0);
});

test('Only a change of what is selected renders again, also when the selector puts it together anew', async () => {
  const client = fake();
  const rendered = vi.fn();
  await show(within(client, h(Status, { rendered })));
  rendered.mockClear();
  await act(async () => client.show({ status: 'refreshing' }));
  await act(() => client.leaderboards.refresh('other').then(() => undefined));
  expect(rendered).not.toHaveBeenCalled();
  await act(async () => client.push.connection('live'));
  expect(place.textContent).toBe('identified live');
  expect(rendered).toHaveBeenCalledTimes(1);
});

test('The same query in a new object asks for nothing again; another query takes its place', async () => {
  const client = fake();
  const subscribed = () => client.calls.filter(({ method }) => method === 'leaderboards.subscribe').length;
  await show(within(client, h(Board)));
  await show(within(client, h(Board)));
  expect(subscribed()).toBe(1);
  await show(within(client, h(Board, { limit: 5 })));
  expect(subscribed()).toBe(2);
  expect([...client.subscriptions].map(({ query }) => query)).toEqual([{ limit: 5 }]);
});

test('Without a provider it waits for the default client, and the nearest provider comes first', async () => {
  await show(h(Version));
  expect(place.textContent).toBe('none');
  let client: EngagementClient | undefined;
  await act(async () => {
    client = init({ key: 'pk_test_react', host: 'http://127.0.0.1:9', realtime: 'off' });
  });
  expect(place.textContent).toBe(client?.version);
  await show(within({ ...fake(), version: 'near' }, h(Version)));
  expect(place.textContent).toBe('near');
  await client?.destroy();
});

test('Strict Mode mounts twice, and still there is one request and one socket', async () => {
  const sockets: string[] = [];
  class Silent extends EventTarget {
    binaryType = 'blob';
    readyState = 0;
    constructor(url: string) {
      super();
      sockets.push(url);
    }
    send() {}
    close() {}
  }
  vi.stubGlobal('WebSocket', Silent);
  globalThis.IS_REACT_ACT_ENVIRONMENT = false; // what happens here happens in its own time
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (request) => {
    asked.push(request instanceof Request ? request.url : String(request));
    return Response.json(boardPage());
  };
  const client = createClient({ key: 'pk_test_1', host: 'https://engage.example', fetch });
  await show(within(client, h('div', null, h(Board), h(Board))), true);
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  await vi.waitFor(() => expect(place.textContent).toContain('ready Mirela Popescu'));
  // longer than a subscription outlives its last subscriber
  await new Promise((done) => setTimeout(done, 1200));
  expect(sockets).toHaveLength(1);
  expect(asked).toHaveLength(1);
  await client.destroy();
});

test('A page that the server has rendered is taken over without a word of complaint', async () => {
  const complaints = vi.fn();
  const client = fake();
  place.innerHTML = renderToString(within(client, h(Board)));
  expect(place.textContent).toBe('loading');
  await act(async () => {
    root = hydrateRoot(place, within(client, h(Board)), { onRecoverableError: complaints });
  });
  await act(() => client.advance(0));
  expect(place.textContent).toContain('ready Mirela Popescu');
  expect(complaints).not.toHaveBeenCalled();
});
