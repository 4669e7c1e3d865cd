import { AroundQuery, listEntriesBatch, TopQuery } from '@engagement/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../../client.ts';
import { entry, problem, type Reply, TestServer } from '../../testing/test-server.ts';
import { userToken } from '../../testing/user-token.ts';
import type { BoardQuery, BoardState, EngagementClient, InitOptions } from '../../types.ts';

let server: TestServer;
let client: EngagementClient;

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, realtime: 'off', ...options });
  return client;
}

const state = (query: BoardQuery = {}, board = 'makers'): BoardState =>
  client.selectors.board(board, query)(client.store.getState());
const show = (query: BoardQuery = {}, board = 'makers') => client.leaderboards.subscribe(board, query, () => {});

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = ['ada', 'bob', 'eve'].map((id, at) => entry(id, at + 1, 30 - at));
});

afterEach(async () => {
  await client.destroy();
  await server.stop();
});

test('boards that mount together are one request, which the contract accepts, and one by itself is a plain read', async () => {
  open({ userToken: userToken('bob') });
  const queries: BoardQuery[] = [{}, { limit: 3, period: 'week' }, { around: 'me', span: 1 }, { following: 'me' }];
  for (const query of [...queries, ...queries]) show(query);
  await until(() => expect(queries.map((query) => state(query).status)).toEqual(Array(4).fill('ready')));
  expect(server.requests).toHaveLength(1);
  const [asked = []] = server.readsTogether();
  expect(listEntriesBatch.body.parse({ queries: asked }).queries).toHaveLength(4);
  const parsed = asked.map((query) => ('around' in query ? AroundQuery : TopQuery).parse(query));
  expect(parsed).toMatchObject([{ limit: 10 }, { limit: 3, period: 'week' }, { around: 'me' }, { following: 'me' }]);
  await client.leaderboards.refresh('makers');
  expect(server.reads().map(({ url }) => url.pathname)).toEqual(['/v1/leaderboards/makers/entries']);
});

test('what is wrong with one board is its own matter, and what may pass is asked for again alone', async () => {
  open();
  let first = true;
  server.handler = ({ url }): Reply | undefined => {
    if (!url.pathname.endsWith('/batch') || !first) return;
    first = false;
    const page = server.page(10, 'pk_test_1');
    return {
      status: 200,
      body: {
        results: [{ page }, { problem: problem('service-unavailable') }, { problem: problem('board-unavailable') }],
      },
    };
  };
  show();
  show({ period: 'week' });
  show({}, 'nobody');
  await until(() =>
    expect(state({}, 'nobody')).toMatchObject({ status: 'error', error: { code: 'board-unavailable', status: 404 } }),
  );
  await until(() => expect(state({ period: 'week' }).status).toBe('ready'));
  expect(state().status).toBe('ready');
  expect(server.reads().map(({ url }) => url.search)).toEqual(['?period=week']);
});

test('a failure of the request is that of every board in it, once it has been tried again', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  open();
  server.handler = () => ({ status: 503, body: problem('service-unavailable') });
  show();
  show({ period: 'week' });
  await until(() => expect(state({ period: 'week' })).toMatchObject({ error: { code: 'service-unavailable' } }));
  expect(state().error?.retryable).toBe(true);
  expect(server.requests).toHaveLength(3);
  vi.mocked(Math.random).mockRestore();
});

test('more than twenty boards are asked for twenty at a time', async () => {
  open();
  for (let limit = 1; limit <= 21; limit++) show({ limit });
  await until(() => expect(state({ limit: 21 }).status).toBe('ready'));
  expect(server.readsTogether().map((queries) => queries.length)).toEqual([20]);
  expect(server.reads()).toHaveLength(1);
});

test('boards that mount while the user’s token is on its way wait for it together', async () => {
  let give = (_: string) => {};
  open({ userToken: () => new Promise((resolve) => (give = resolve)) });
  show();
  await new Promise((resolve) => setTimeout(resolve, 30));
  show({ limit: 2 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.requests).toEqual([]);
  give(userToken('bob'));
  await until(() => expect(state({ limit: 2 }).page?.me?.id).toBe('bob'));
  expect(server.requests).toHaveLength(1);
});

test('another user calls the batch off, and gets one of their own', async () => {
  open({ userToken: userToken('ada') });
  await client.ready;
  let held = true;
  server.handler = () => (held ? new Promise(() => {}) : undefined);
  show();
  show({ following: 'me' });
  await until(() => expect(server.requests).toHaveLength(1));
  held = false;
  await client.identify(userToken('bob'));
  await until(() => expect(state({ following: 'me' }).page?.me?.id).toBe('bob'));
  expect(server.readsTogether()).toHaveLength(2);
  await client.reset();
  expect(state({ following: 'me' }).page).toBeNull();
  await until(() => expect(state({ following: 'me' }).error?.code).toBe('not-identified'));
  expect(state().page?.me).toBeNull();
});

test('pages that came with the document are there at once, then refreshed, and only their user keeps them', async () => {
  const page = server.page(2, userToken('bob'));
  const around = { around: 'me' };
  open({
    bootstrap: {
      boards: [
        { query: { limit: 2 }, page },
        { query: around, page },
      ],
    },
    userToken: async () => userToken('bob'),
  });
  expect(state({ limit: 2 })).toMatchObject({ status: 'ready', page: { me: { id: 'bob' } }, error: null });
  expect(client.store.getInitialState().boards).toEqual(client.store.getState().boards);
  await client.ready;
  expect(state(around).page?.me?.id).toBe('bob');
  expect(server.requests).toEqual([]);
  server.change([entry('zoe', 1, 99)], { silent: true });
  const seen: BoardState[] = [];
  client.leaderboards.subscribe('makers', { limit: 2 }, (next) => seen.push(next));
  await until(() => expect(seen.at(-1)?.page?.data[0]?.id).toBe('zoe'));
  expect(seen.every((each) => each.page !== null)).toBe(true);
  await client.identify(userToken('eve'));
  expect(state(around).page).toBeNull();
});

test('bootstrap data that is none is left aside with a warning', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const bootstrap of [{}, { boards: [{}] }, { boards: 'makers' }]) {
    open({ bootstrap: bootstrap as never });
    expect(client.store.getState().boards).toEqual({});
  }
  expect(warn).toHaveBeenCalledTimes(3);
  warn.mockRestore();
});
