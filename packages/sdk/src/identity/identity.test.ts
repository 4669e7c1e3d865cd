import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import { entry, problem, TestServer } from '../testing/test-server.ts';
import { userToken } from '../testing/user-token.ts';
import type { EngagementClient, InitOptions } from '../types.ts';

let server: TestServer;
let client: EngagementClient;
const errors: EngagementError[] = [];

function open(options: Partial<InitOptions> = {}): EngagementClient {
  const fixed = { key: 'pk_test_1', host: server.origin, realtime: 'off' } as const;
  client = createClient({ ...fixed, onError: (error) => errors.push(error), ...options });
  return client;
}

beforeEach(async () => {
  errors.length = 0;
  server = await new TestServer().start();
  server.rows = [entry('ada', 1, 9), entry('bob', 2, 5)];
});

afterEach(async () => {
  await client.destroy();
  await server.stop();
});

test('a getter is asked once at the start, and reads wait for its token', async () => {
  const getter = vi.fn(async () => userToken('ada'));
  open({ userToken: getter });
  const [page] = await Promise.all([
    client.leaderboards.get('makers'),
    client.leaderboards.around('makers'),
    client.ready,
  ]);
  expect(page.me?.id).toBe('ada');
  expect(getter).toHaveBeenCalledTimes(1);
  expect(client.status.auth).toBe('identified');
});

test('a token of two seconds is renewed before it expires, so that no request meets an expired one', async () => {
  const getter = vi.fn(async () => userToken('ada', 2));
  open({ userToken: getter });
  const until = Date.now() + 3500;
  while (Date.now() < until) {
    const page = await client.leaderboards.get('makers');
    expect(page.me?.id).toBe('ada');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(getter.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(getter.mock.calls.length).toBeLessThanOrEqual(5);
  expect(errors).toEqual([]);
});

test('a 401 renews the token once and the request succeeds; all requests share that one renewal', async () => {
  let good = '';
  const getter = vi.fn(async () => {
    good = userToken('ada');
    return good;
  });
  open({ userToken: getter });
  await client.ready;
  const revoked = good;
  server.handler = ({ token }) => (token === revoked ? { status: 401, body: problem('unauthenticated') } : undefined);
  await Promise.all([
    client.leaderboards.list(),
    client.leaderboards.get('makers'),
    client.leaderboards.around('makers'),
  ]);
  expect(getter).toHaveBeenCalledTimes(2);
  server.handler = () => ({ status: 401, body: problem('unauthenticated') });
  await expect(client.leaderboards.list()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
  expect(getter).toHaveBeenCalledTimes(3);
});

test('a token that comes after reset does not bring the user back', async () => {
  let give = (_: string) => {};
  open();
  const identified = client.identify(
    () =>
      new Promise((resolve) => {
        give = resolve;
      }),
  );
  await client.reset();
  give(userToken('ada'));
  await expect(identified).rejects.toMatchObject({ code: 'aborted' });
  expect((await client.leaderboards.get('makers')).me).toBeNull();
  expect(client.status.auth).toBe('anonymous');
  expect(server.requests.every(({ token }) => token === 'pk_test_1')).toBe(true);
});

test('two failures of the getter end the session and keep what is on screen', async () => {
  const getter = vi.fn<() => Promise<string>>().mockResolvedValueOnce(userToken('ada', 2));
  getter.mockRejectedValue(new Error('logged out'));
  open({ userToken: getter });
  client.leaderboards.subscribe('makers', {}, () => {});
  const board = client.selectors.board('makers');
  await vi.waitFor(() => expect(board(client.store.getState()).page?.me?.id).toBe('ada'));
  await vi.waitFor(() => expect(client.status.auth).toBe('expired'), 4000);
  expect(getter).toHaveBeenCalledTimes(3);
  expect(board(client.store.getState()).page?.me?.id).toBe('ada');
  expect(errors).toMatchObject([{ code: 'not-identified', cause: { message: 'logged out' } }]);
});

test('a getter that has nobody to name leaves the client anonymous', async () => {
  open({ userToken: async () => null });
  await client.ready;
  expect(client.status.auth).toBe('anonymous');
  await expect(client.leaderboards.around('makers')).rejects.toMatchObject({ code: 'not-identified' });
});

test('a text that is no user token is refused, and does not leave the previous user in place', async () => {
  open({ userToken: userToken('ada') });
  await expect(client.identify('nonsense')).rejects.toMatchObject({ code: 'not-identified' });
  expect(client.status.auth).toBe('expired');
  expect((await client.leaderboards.get('makers')).me).toBeNull();
});

test('a switch of user is one step: no state shows one user’s row to the other', async () => {
  const seen: { auth: string; me: string | undefined; marked: string[] }[] = [];
  open({ userToken: userToken('ada') });
  client.leaderboards.subscribe('makers', {}, () => {});
  client.leaderboards.subscribe('makers', { around: 'me' }, () => {});
  const board = client.selectors.board('makers');
  const around = client.selectors.board('makers', { around: 'me' });
  await vi.waitFor(() => expect(around(client.store.getState()).status).toBe('ready'));
  await vi.waitFor(() => expect(board(client.store.getState()).page?.me?.id).toBe('ada'));
  client.track('page.viewed', {}, { id: 'of-ada' });

  let switched = false;
  client.on('identify', () => {
    switched = true;
  });
  client.store.subscribe((state) => {
    const pages = [board(state).page, around(state).page];
    const marked = pages.flatMap((page) => page?.data.filter(({ isMe }) => isMe).map(({ id }) => id) ?? []);
    seen.push({ auth: state.status.auth, me: board(state).page?.me?.id, marked });
  });
  let answerLate = () => {};
  server.handler = ({ method, token }) =>
    method === 'GET' && token !== bob
      ? new Promise((resolve) => {
          answerLate = () => resolve(undefined);
        })
      : undefined;
  const bob = userToken('bob');
  const late = client.leaderboards.list();
  await vi.waitFor(() => expect(server.requests.at(-1)?.url.pathname).toBe('/v1/leaderboards'));
  await client.identify(bob);
  expect(switched).toBe(true);
  await expect(late).rejects.toMatchObject({ code: 'aborted' });
  answerLate();
  await vi.waitFor(() => expect(board(client.store.getState()).page?.me?.id).toBe('bob'));
  await vi.waitFor(() => expect(around(client.store.getState()).page?.me?.id).toBe('bob'));
  for (const { me, marked } of seen) {
    expect(me).not.toBe('ada');
    expect(marked).not.toContain('ada');
  }
  expect(around(client.store.getState()).page?.me?.id).toBe('bob');

  await client.flush();
  const [batch] = server.eventBatches();
  expect(batch?.body.events).toMatchObject([{ id: 'of-ada', subject: 'ada' }]);
  expect(batch?.token).not.toBe(bob);
});

test('reset leaves the rows and forgets the user', async () => {
  open({ userToken: userToken('ada') });
  const resets = vi.fn();
  client.on('reset', resets);
  client.leaderboards.subscribe('makers', {}, () => {});
  const board = client.selectors.board('makers');
  await vi.waitFor(() => expect(board(client.store.getState()).page?.me?.id).toBe('ada'));
  await client.reset();
  const { page } = board(client.store.getState());
  expect(page?.data.map(({ id, isMe }) => [id, isMe])).toEqual([
    ['ada', false],
    ['bob', false],
  ]);
  expect(page?.me).toBeNull();
  expect(resets).toHaveBeenCalledTimes(1);
});

test('a destroyed client is closed and refuses', async () => {
  open();
  client.track('page.viewed', {}, { id: 'last' });
  await client.destroy();
  expect(server.eventBatches()[0]?.body.events).toMatchObject([{ id: 'last' }]);
  expect(client.status.auth).toBe('closed');
  await expect(client.leaderboards.list()).rejects.toMatchObject({ code: 'aborted' });
  await expect(client.identify(userToken('ada'))).rejects.toMatchObject({ code: 'aborted' });
});
