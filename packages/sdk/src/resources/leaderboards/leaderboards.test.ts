import { Explanation } from '@engagement/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../../client.ts';
import { entry, problem, TestServer } from '../../testing/test-server.ts';
import { userToken } from '../../testing/user-token.ts';
import type { BoardState, EngagementClient, InitOptions } from '../../types.ts';

let server: TestServer;
let client: EngagementClient;

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, realtime: 'off', ...options });
  return client;
}

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = ['ada', 'bob', 'eve'].map((id, at) => entry(id, at + 1, 30 - at));
});

afterEach(async () => {
  await client.destroy();
  await server.stop();
});

test('explain asks why an entry stands where it stands; me is the user, and there has to be one', async () => {
  open({ userToken: userToken('bob') });
  const own = Explanation.parse(await client.leaderboards.explain('makers', { period: 'week', limit: 5 }));
  expect(own).toMatchObject({ entry: { id: 'bob', isMe: true }, facts: [], steps: [{ kind: 'rank', rank: 2 }] });
  const [request] = server.reads();
  expect(request?.url.pathname).toBe('/v1/leaderboards/makers/entries/me/explain');
  expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({ period: 'week', limit: '5' });
  expect(await client.leaderboards.explain('makers', { user: 'eve' })).toMatchObject({ facts: null });
  await client.reset();
  await expect(client.leaderboards.explain('makers')).rejects.toMatchObject({ code: 'not-identified' });
});

test('list, get and around give what the server says', async () => {
  open({ userToken: userToken('bob') });
  expect((await client.leaderboards.list()).map(({ key }) => key)).toEqual(['makers']);
  const page = await client.leaderboards.get('makers', { period: 'week', segment: 'user.country:DE', limit: 2 });
  expect(page.data.map(({ id }) => id)).toEqual(['ada', 'bob']);
  await client.leaderboards.around('makers', { user: 'a/b', span: 1 });
  expect(server.reads().map(({ url }) => url.pathname + url.search)).toEqual([
    '/v1/leaderboards',
    '/v1/leaderboards/makers/entries?period=week&segment=user.country%3ADE&limit=2',
    '/v1/leaderboards/makers/entries/around/a%2Fb?span=1',
  ]);
});

test('seasons, one of them and the rows of its archive are asked for by their paths', async () => {
  open();
  server.handler = ({ url }) => ({ status: 200, body: { data: [url.pathname + url.search] } });
  const { seasons, season, archive } = client.leaderboards;
  expect(await seasons('makers')).toEqual(['/v1/leaderboards/makers/seasons']);
  const segment = 'user.country:DE';
  expect(await season('makers', 'spring', { segment })).toEqual({
    data: ['/v1/leaderboards/makers/seasons/spring?segment=user.country%3ADE'],
  });
  expect(await archive('makers', 'a/b', { limit: 1000, cursor: 'next' })).toEqual({
    data: ['/v1/leaderboards/makers/seasons/a%2Fb/archive?limit=1000&cursor=next'],
  });
});

test('a list is narrowed to ids and goes on from a cursor', async () => {
  open();
  await client.leaderboards.get('makers', { ids: ['ada', 'eve'], cursor: 'next' });
  await client.leaderboards.get('makers', { following: 'me' });
  expect(server.reads().map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
    { ids: 'ada,eve', cursor: 'next' },
    { following: 'me' },
  ]);
});

test('a user says whether they are ranked, with their own token; nobody else can', async () => {
  open();
  await expect(client.visibility.get()).rejects.toMatchObject({ code: 'not-identified' });
  await expect(client.visibility.set({ listed: false })).rejects.toMatchObject({ code: 'not-identified' });
  expect(server.requests).toEqual([]);

  const token = userToken('bob');
  await client.identify(token);
  let listed = true;
  server.handler = ({ method, url, body }) => {
    if (url.pathname !== '/v1/me/visibility') return { status: 404, body: problem('not-found') };
    if (method === 'PUT') listed = (body as unknown as { listed: boolean }).listed;
    return { status: 200, body: { listed } };
  };
  expect(await client.visibility.get()).toEqual({ listed: true });
  expect(await client.visibility.set({ listed: false })).toEqual({ listed: false });
  expect(await client.visibility.get()).toEqual({ listed: false });
  expect(server.requests.map((request) => [request.method, request.token])).toEqual([
    ['GET', token],
    ['PUT', token],
    ['GET', token],
  ]);
});

test('a place is said with every question, and is part of the query', async () => {
  open();
  await client.leaderboards.list({ placement: 'home' });
  await client.leaderboards.get('makers', { placement: 'home' });
  await client.leaderboards.around('makers', { user: 'bob', placement: 'home' });
  expect(server.reads().map(({ url }) => url.searchParams.get('placement'))).toEqual(['home', 'home', 'home']);
  const board = client.selectors.board;
  expect(board('makers', { placement: 'home' })).not.toBe(board('makers'));
});

test('equal queries share one request and one state, however they are written', async () => {
  open();
  const states: BoardState[] = [];
  client.leaderboards.subscribe('makers', {}, (state) => states.push(state));
  client.leaderboards.subscribe('makers', { limit: 10 }, () => {});
  await vi.waitFor(() => expect(states.at(-1)?.status).toBe('ready'));
  expect(states[0]).toEqual({ status: 'loading', page: null, error: null, updatedAt: null, live: false });
  expect(server.reads()).toHaveLength(1);
  expect(client.selectors.board('makers')).toBe(client.selectors.board('makers', { limit: 10 }));
  expect(client.status.lastSync).toBe(states.at(-1)?.updatedAt);
});

test('selectors give the same object while nothing has changed', async () => {
  open();
  const board = client.selectors.board('makers');
  const other = client.selectors.board('makers', { period: 'week' });
  expect(board(client.store.getState())).toBe(board(client.store.getState()));
  const before = other(client.store.getState());
  await client.leaderboards.refresh('makers');
  expect(other(client.store.getState())).toBe(before);
  expect(board(client.store.getState()).status).toBe('ready');
});

test('a subscriber hears of its own board only, and a callback that throws harms nobody', async () => {
  open();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const other = vi.fn();
  client.leaderboards.subscribe('makers', { period: 'week' }, other);
  client.leaderboards.subscribe('makers', {}, () => {
    throw new Error('mine');
  });
  await vi.waitFor(() => expect(server.readsTogether()).toHaveLength(1));
  await vi.waitFor(() => expect(client.selectors.board('makers')(client.store.getState()).status).toBe('ready'));
  const calls = other.mock.calls.length;
  await client.leaderboards.refresh('makers');
  expect(other).toHaveBeenCalledTimes(calls);
  expect(log).toHaveBeenCalled();
  log.mockRestore();
});

test('a refresh keeps the rows on screen, and so does an error', async () => {
  open();
  const states: BoardState[] = [];
  await client.leaderboards.refresh('makers');
  client.leaderboards.subscribe('makers', {}, (state) => states.push(state));
  await vi.waitFor(() => expect(states.at(-1)?.status).toBe('ready'));
  server.handler = () => ({ status: 404, body: problem('board-unavailable', 'makers is off') });
  await client.leaderboards.refresh('makers');
  expect(states.every(({ page }) => page?.data.length === 3)).toBe(true);
  expect(states.map(({ status }) => status)).toContain('refreshing');
  expect(states.at(-1)).toMatchObject({ status: 'error', error: { code: 'board-unavailable', status: 404 } });
});

test('a board that nobody shows stays for whoever comes back, until twenty others have been left', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  open();
  const held = () => Object.keys(client.store.getState().boards).map((key) => JSON.parse(key)[1]);
  const show = async (period: string) => {
    const seen: BoardState[] = [];
    const stop = client.leaderboards.subscribe('makers', { period }, (state) => seen.push(state));
    await vi.waitFor(() => expect(seen.at(-1)?.status).toBe('ready'));
    return { seen, stop };
  };
  const leave = async (period: string) => {
    (await show(period)).stop();
    await vi.advanceTimersByTimeAsync(1000);
  };
  await show('shown');
  for (let week = 0; week < 20; week++) await leave(`week-${week}`);
  expect(held()).toHaveLength(21);
  const back = await show('week-0');
  expect(back.seen[0]).toMatchObject({ status: 'refreshing', page: { total: 3 } });
  back.stop();
  await vi.advanceTimersByTimeAsync(1000);
  for (let week = 20; week < 25; week++) await leave(`week-${week}`);
  await client.leaderboards.refresh('makers', { period: 'asked for, never shown' });
  expect(held()).toHaveLength(22);
  expect(held()).toEqual(expect.arrayContaining(['shown', 'week-0', 'week-24']));
  expect(held()).not.toContain('week-1');
  vi.useRealTimers();
});

test('the client shows its verbs and nothing of its inside', () => {
  open();
  expect(Object.keys(client.leaderboards).sort()).toEqual([
    'archive',
    'around',
    'explain',
    'get',
    'list',
    'refresh',
    'season',
    'seasons',
    'subscribe',
  ]);
  expect(Object.getPrototypeOf(client.leaderboards)).toBe(Object.prototype);
});

test('an answer older than the page that is shown is dropped', async () => {
  open();
  await client.leaderboards.refresh('makers');
  server.change([entry('eve', 1, 99)], { silent: true });
  await client.leaderboards.refresh('makers');
  server.version = 1;
  server.rows = [entry('old', 1, 1)];
  await client.leaderboards.refresh('makers');
  const { page } = client.selectors.board('makers')(client.store.getState());
  expect(page).toMatchObject({ version: 2, data: [{ id: 'eve' }] });
});

test('the refusal of an origin shows the words of the server, which name the setting', async () => {
  open();
  const body = problem('origin-not-allowed', 'Add https://shop.example to the origins of the key.');
  server.handler = () => ({ status: 403, body });
  await expect(client.leaderboards.list()).rejects.toMatchObject({
    code: 'origin-not-allowed',
    requestId: 'req_1',
    message: expect.stringContaining('Add https://shop.example to the origins of the key.'),
  });
});

test('a read is tried again after a passing failure, but nobody waits a minute for it', async () => {
  open();
  const replies = [{ status: 503 }];
  server.handler = () => replies.shift();
  expect(await client.leaderboards.list()).toHaveLength(1);
  server.handler = () => ({ status: 429, headers: { 'retry-after': '60' }, body: problem('rate-limited') });
  await expect(client.leaderboards.list()).rejects.toMatchObject({ code: 'rate-limited', retryable: true });
});

test('an answer that is not of an engagement server is a network error', async () => {
  open({ fetch: async () => new Response('<html>', { status: 200 }) });
  vi.spyOn(Math, 'random').mockReturnValue(0);
  await expect(client.leaderboards.list()).rejects.toMatchObject({ code: 'network' });
  vi.mocked(Math.random).mockRestore();
});

test('without a host and without a page the error says what to set', async () => {
  client = createClient({ key: 'pk_test_1' });
  await expect(client.leaderboards.list()).rejects.toThrow('Set `host`');
});
