import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import { stubPage } from '../testing/page.ts';
import { entry, problem, TestServer } from '../testing/test-server.ts';
import { userToken } from '../testing/user-token.ts';
import type { BoardQuery, BoardState, EngagementClient, InitOptions } from '../types.ts';

let server: TestServer;
let client: EngagementClient;

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, ...options });
  return client;
}

const until = (check: () => void, timeout = 5000) => vi.waitFor(check, { timeout, interval: 10 });
const state = (query: BoardQuery = {}): BoardState => client.selectors.board('makers', query)(client.store.getState());
const ids = (query?: BoardQuery) => state(query).page?.data.map(({ id }) => id);
const follow = (query: BoardQuery = {}, options?: { live?: boolean }) =>
  client.leaderboards.subscribe('makers', query, () => {}, options);

async function followed(query: BoardQuery = {}): Promise<() => void> {
  const stop = follow(query);
  await until(() => expect(state(query)).toMatchObject({ status: 'ready', live: true }));
  return stop;
}

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = ['ada', 'bob', 'eve'].map((id, at) => entry(id, at + 1, 30 - at));
});

afterEach(async () => {
  vi.useRealTimers();
  await client.destroy();
  vi.unstubAllGlobals();
  await server.stop();
});

test('changes reach every query of the board over one socket and one watch', async () => {
  open();
  await followed();
  await followed({ limit: 2 });
  await until(() => expect(server.reads()).toHaveLength(2));
  server.change([entry('eve', 1, 50), entry('ada', 2, 30), entry('bob', 3, 29)]);
  await until(() => expect(ids()).toEqual(['eve', 'ada', 'bob']));
  expect(ids({ limit: 2 })).toEqual(['eve', 'ada']);
  expect(server.sockets).toEqual(['pk_test_1']);
  expect(server.watches).toHaveLength(1);
  expect(server.reads()).toHaveLength(2);
  expect(client.status.connection).toBe('live');
});

test('the same board in two places is watched in both', async () => {
  open();
  await followed({ placement: 'home' });
  await followed({ placement: 'profile' });
  await followed({ placement: 'profile', limit: 3 });
  expect(server.watches).toEqual(['makers', 'makers']);
});

test('whatever the server puts on the board, the store ends with the same page', async () => {
  open();
  await followed();
  const board = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 25 });
  for (const drawn of fc.sample(board, 40)) server.change(drawn.map((id, at) => entry(`u${id}`, at + 1, 100 - at)));
  await until(() => expect(state().page?.version).toBe(server.version));
  expect(state().page?.data).toEqual(server.rows.slice(0, 10));
  expect(state().page?.total).toBe(server.rows.length);
});

test('a subscription without live opens no socket', async () => {
  open();
  follow({}, { live: false });
  await until(() => expect(state().status).toBe('ready'));
  expect(client.status.connection).toBe('idle');
  expect(server.sockets).toEqual([]);
});

test('the last unsubscribe closes the socket after a second, and a quick return keeps it', async () => {
  open();
  const stop = await followed();
  stop();
  stop();
  const again = follow();
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(server.io.engine.clientsCount).toBe(1);
  again();
  expect(server.io.engine.clientsCount).toBe(1);
  await until(() => expect(server.io.engine.clientsCount).toBe(0));
  expect(client.status.connection).toBe('idle');
  expect(state().live).toBe(false);
  expect(server.sockets).toHaveLength(1);
  expect(server.reads()).toHaveLength(1);
});

test('a gap makes the client watch again, and an old message is dropped', async () => {
  open();
  await followed();
  server.change([entry('lost', 1, 1)], { silent: true });
  server.change([entry('new', 1, 2)]);
  await until(() => expect(ids()).toEqual(['new']));
  expect(server.watches).toHaveLength(2);
  server.version = 2;
  server.tell({ from: 1, rows: [{ at: 0, entry: entry('old', 1, 1) }], length: 1 });
  server.version = 3;
  server.change([entry('newest', 1, 3)]);
  await until(() => expect(ids()).toEqual(['newest']));
  expect(server.watches).toHaveLength(2);
});

test('the server can ask everybody to watch again', async () => {
  open();
  await followed();
  server.change([entry('zoe', 1, 1)], { silent: true });
  server.tell({ from: null, rows: [], length: 0 });
  await until(() => expect(ids()).toEqual(['zoe']));
  expect(server.watches).toHaveLength(2);
});

test('the own row is marked in what everybody is sent', async () => {
  open({ userToken: userToken('zoe') });
  await followed();
  expect(state().page?.me).toBeNull();
  server.change([entry('zoe', 1, 99), entry('ada', 2, 30)]);
  await until(() => expect(state().page?.me).toMatchObject({ id: 'zoe', isMe: true }));
  expect(state().page?.data.map(({ isMe }) => isMe)).toEqual([true, false]);
});

test('a stretch around an entry is asked for again when the board changes, at most every two seconds', async () => {
  open({ userToken: userToken('bob') });
  const around = { around: 'me' };
  await followed(around);
  const before = server.reads().length;
  for (let score = 1; score <= 20; score++) server.change([entry('bob', 1, score)]);
  await until(() => expect(state(around).page?.version).toBe(server.version), 6000);
  expect(server.reads().length - before).toBeLessThanOrEqual(2);
});

test('an own row below the watched ones is asked for by HTTP', async () => {
  open({ userToken: userToken('me') });
  const crowd = Array.from({ length: 120 }, (_, at) => entry(`u${at}`, at + 1, 1000 - at));
  server.rows = [...crowd, entry('me', 121, 1)];
  await followed();
  server.change([...crowd.slice(1), entry('me', 120, 1)]);
  expect(state().page?.me?.rank).toBe(121);
  await until(() => expect(state().page?.me?.rank).toBe(120), 6000);
});

test('a board that is switched off says so, and comes back with a refresh', async () => {
  open();
  await followed();
  server.io.to('room-1').emit('unavailable', { kind: 'leaderboard', key: 'makers', room: 'room-1' });
  await until(() =>
    expect(state()).toMatchObject({ status: 'error', live: false, error: { code: 'board-unavailable' } }),
  );
  expect(state().page?.data).toHaveLength(3);
  await client.leaderboards.refresh('makers');
  await until(() => expect(state()).toMatchObject({ status: 'ready', live: true }));
});

test('after a lost connection the client watches again and catches up', async () => {
  open();
  await followed();
  for (const { conn } of server.io.sockets.sockets.values()) conn.close();
  await until(() => expect(state().live).toBe(false));
  server.change([entry('zoe', 1, 1)], { silent: true });
  await until(() => expect(ids()).toEqual(['zoe']));
  await until(() => expect(state().live).toBe(true));
});

test('a server that ends the session gets a new token at the next connection', async () => {
  const getter = vi.fn(async () => userToken('ada', 2));
  open({ userToken: getter });
  await followed();
  server.io.disconnectSockets(true);
  await until(() => expect(server.sockets).toHaveLength(2));
  server.io.local.disconnectSockets();
  await until(() => expect(server.sockets).toHaveLength(3));
  await until(() => expect(state().live).toBe(true));
  expect(new Set(server.sockets).size).toBe(3);
});

test('another user gets another socket session', async () => {
  open({ userToken: userToken('ada') });
  await followed();
  const bob = userToken('bob');
  await client.identify(bob);
  await until(() => expect(state()).toMatchObject({ live: true, page: { me: { id: 'bob' } } }));
  expect(server.sockets.at(-1)).toBe(bob);
  expect(server.io.engine.clientsCount).toBe(1);
});

test('a socket waits for the user’s first token: none is opened for nobody and dropped', async () => {
  let give = (_: string) => {};
  const connections: unknown[] = [];
  server.io.engine.on('connection', (socket) => connections.push(socket));
  open({ userToken: () => new Promise((resolve) => (give = resolve)) });
  follow();
  await until(() => expect(connections).toHaveLength(1));
  expect(server.sockets).toEqual([]);
  const ada = userToken('ada');
  give(ada);
  await until(() => expect(state()).toMatchObject({ live: true, page: { me: { id: 'ada' } } }));
  expect(server.sockets).toEqual([ada]);
  expect(connections).toHaveLength(1);
});

test('with a token of two seconds the socket comes back with a fresh one, however often it is thrown out', async () => {
  const getter = vi.fn(async () => userToken('ada', 2));
  open({ userToken: getter });
  await followed();
  await new Promise((resolve) => setTimeout(resolve, 2200));
  for (const { conn } of server.io.sockets.sockets.values()) conn.close();
  await until(() => expect(state().live).toBe(false));
  await until(() => expect(state().live).toBe(true));
  expect(client.status.auth).toBe('identified');
  expect(new Set(server.sockets).size).toBe(server.sockets.length);
});

test('a session that has ended stops the socket, which does not try again and again; another token brings it back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  let failing = false;
  const getter = vi.fn(async () => {
    if (failing) throw new Error('logged out');
    return userToken('ada');
  });
  open({ userToken: getter });
  await followed();
  failing = true;
  server.io.disconnectSockets(true);
  await until(() => expect(client.status).toMatchObject({ auth: 'expired', connection: 'idle' }));
  const [sockets, asked] = [server.sockets.length, getter.mock.calls.length];
  expect(asked).toBe(3);
  await vi.advanceTimersByTimeAsync(120_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(server.sockets).toHaveLength(sockets);
  expect(getter).toHaveBeenCalledTimes(asked);
  expect(state()).toMatchObject({ live: false, page: { me: { id: 'ada' } } });
  failing = false;
  await client.identify(getter);
  await until(() => expect(state()).toMatchObject({ live: true }));
  expect(client.status).toMatchObject({ auth: 'identified', connection: 'live' });
});

test('the board of those whom a user follows is asked for again when the board changes', async () => {
  open({ userToken: userToken('bob') });
  const following = { following: 'me' } as const;
  await followed(following);
  const before = server.reads().length;
  server.change([entry('bob', 1, 40)]);
  await until(() => expect(state(following).page?.version).toBe(server.version), 6000);
  expect(server.reads().length - before).toBe(1);
  expect(server.reads().at(-1)?.url.searchParams.get('following')).toBe('me');
});

test('three failed connects lead to polling every 30 s, until a connection succeeds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  open();
  server.refuseSockets = true;
  follow();
  for (let at = 0; at < 10 && client.status.connection !== 'polling'; at++) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(5000);
    await vi.waitFor(() => expect(['connecting', 'polling']).toContain(client.status.connection));
  }
  expect(client.status.connection).toBe('polling');
  expect(server.sockets.length).toBeGreaterThanOrEqual(3);
  const reads = server.reads().length;
  server.change([entry('zoe', 1, 1)], { silent: true });
  await vi.advanceTimersByTimeAsync(33_000);
  await until(() => expect(ids()).toEqual(['zoe']));
  expect(server.reads().length).toBeGreaterThan(reads);
  server.refuseSockets = false;
  await vi.advanceTimersByTimeAsync(45_000);
  await until(() => expect(client.status.connection).toBe('live'));
});

test('a tab that is hidden for 30 s leaves, and catches up when it is seen again', async () => {
  const page = stubPage();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  open();
  await followed();
  page.setHidden(true);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(server.io.engine.clientsCount).toBe(1);
  await vi.advanceTimersByTimeAsync(2000);
  await until(() => expect(server.io.engine.clientsCount).toBe(0));
  expect(client.status.connection).toBe('idle');
  expect(state().live).toBe(false);
  expect(ids()).toEqual(['ada', 'bob', 'eve']);
  server.change([entry('zoe', 1, 1)], { silent: true });
  page.setHidden(false);
  await until(() => expect(ids()).toEqual(['zoe']));
  expect(client.status.connection).toBe('live');
});

test('going offline says so at once, and coming back resumes', async () => {
  const page = stubPage();
  open();
  await followed();
  vi.stubGlobal('navigator', { onLine: false });
  page.fire('offline');
  expect(client.status.connection).toBe('offline');
  expect(state()).toMatchObject({ live: false });
  vi.stubGlobal('navigator', { onLine: true });
  page.fire('online');
  await until(() => expect(state().live).toBe(true));
});

test('a board that does not exist is refused once, not asked for over and over', async () => {
  open();
  const seen: BoardState[] = [];
  client.leaderboards.subscribe('nobody', {}, (next) => seen.push(next));
  await until(() => expect(seen.at(-1)).toMatchObject({ status: 'error', error: { code: 'board-unavailable' } }));
  await until(() => expect(server.watches).toEqual(['nobody']));
  expect(problem('board-unavailable').status).toBe(seen.at(-1)?.error?.status);
  await until(() => expect(server.reads()).toHaveLength(1));
});

test('a board that may not be watched is shown all the same, and the reason is reported', async () => {
  const onError = vi.fn();
  open({ onError });
  server.refuseWatch = problem('rule-violation', 'A socket watches at most 50 things.');
  follow();
  await until(() => expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'rule-violation' })));
  await until(() => expect(state()).toMatchObject({ status: 'ready', live: false, error: null }));
});

test('a refusal that may pass is tried again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  open();
  server.refuseWatch = problem('service-unavailable');
  follow();
  await until(() => expect(server.watches).toHaveLength(1));
  await until(() => expect(state().status).toBe('ready'));
  server.refuseWatch = null;
  await vi.advanceTimersByTimeAsync(20_000);
  await until(() => expect(state().live).toBe(true));
});

test('changes that overtake the answer to watch are not lost', async () => {
  open();
  server.beforeReply = () => server.change([entry('early', 1, 1)]);
  follow();
  await until(() => expect(ids()).toEqual(['early']));
  server.change([entry('next', 1, 2)]);
  await until(() => expect(ids()).toEqual(['next']));
  expect(server.watches).toHaveLength(1);
});
