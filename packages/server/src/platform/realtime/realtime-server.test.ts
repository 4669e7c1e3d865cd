import { REALTIME_PATH } from '@engagement/contract';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { UNLISTED_ORIGIN } from '../../testing/cast.ts';
import { type ClientSocket, connect, refusalOf, watch } from '../../testing/socket.ts';

const RECHECK = 40;
const ROOMS = 3;
let server: BoardServer;
const offset = 0;
const sockets: ClientSocket[] = [];

beforeAll(async () => {
  server = await startBoardServer({
    postgresUrl: inject('postgresUrl'),
    clock: { now: () => Date.now() + offset },
    limits: { recheckMs: RECHECK, roomsPerSocket: ROOMS, messagesPerSecond: 5, messageBurst: 10 },
    tempo: { intervalMs: 1 },
  });
});
afterAll(() => server.stop());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function open(token?: string): Promise<ClientSocket> {
  const socket = await connect(server.url, token ?? server.own.publishableKey);
  sockets.push(socket);
  return socket;
}

const disconnected = (socket: ClientSocket) => vi.waitFor(() => expect(socket.disconnected).toBe(true), 5000);

/** Says what no client of ours would. */
const say = (socket: ClientSocket, ...message: unknown[]) =>
  (socket as unknown as { emit(...args: unknown[]): void }).emit(...message);

async function stillServes(): Promise<void> {
  expect(await watch(await open())).toMatchObject({ ok: true });
}

describe('connecting', () => {
  test('takes a publishable key from a listed origin, and a user token', async () => {
    expect((await open()).connected).toBe(true);
    expect((await open(await server.own.userToken())).connected).toBe(true);
  });

  test('refuses whatever HTTP would, and says why', async () => {
    const { own } = server;
    const cases: [unknown, string, (string | null)?][] = [
      [undefined, 'unauthenticated'],
      [{ not: 'text' }, 'unauthenticated'],
      ['pk_test_made-up', 'unauthenticated'],
      [own.revokedPublishableKey, 'unauthenticated'],
      [await own.userToken({ expiresIn: -60 }), 'unauthenticated'],
      [await own.userToken({ aud: 'other' }), 'unauthenticated'],
      [own.publishableKey, 'origin-not-allowed', UNLISTED_ORIGIN],
      [own.secretKey, 'wrong-key-class', null],
      [own.secretKey, 'wrong-key-class'],
    ];
    for (const [token, problem, origin] of cases) {
      expect([problem, await refusalOf(connect(server.url, token, origin))]).toEqual([problem, problem]);
    }
  });

  test('is by WebSocket alone', async () => {
    const reply = await fetch(`${server.url}${REALTIME_PATH}/?EIO=4&transport=polling`);
    expect(reply.status).toBe(400);
  });

  test('is limited per address', async () => {
    const strict = await startBoardServer({
      postgresUrl: inject('postgresUrl'),
      clock: { now: () => Date.now() },
      limits: { connectsPerMinute: 2 },
    });
    try {
      const connects = [1, 2, 3].map(() => refusalOf(connect(strict.url, strict.own.publishableKey)));
      const outcomes = await Promise.all(connects);
      expect(outcomes.filter((outcome) => outcome === 'connected')).toHaveLength(2);
    } finally {
      await strict.stop();
    }
  });
});

describe('a socket is closed', () => {
  test('when its token ends', async () => {
    const socket = await open(await server.own.userToken({ expiresIn: 1 }));
    const lasting = await open(await server.own.userToken());
    await disconnected(socket);
    expect(lasting.connected).toBe(true);
  });

  test('soon after its key was revoked', async () => {
    const [socket, other] = [await open(), await open(server.other.publishableKey)];
    server.revoke(server.own.publishableKey);
    try {
      await disconnected(socket);
      expect(other.connected).toBe(true);
    } finally {
      server.restore(server.own.publishableKey);
    }
  });

  test('when it floods', async () => {
    const socket = await open();
    for (let count = 0; count < 100; count++) say(socket, 'unwatch', 'no-room');
    await disconnected(socket);
    await stillServes();
  });

  test('when it says what is no message', async () => {
    for (const message of [['shout', 1], ['connection'], [''], ['constructor'], ['__proto__', {}]]) {
      const socket = await open();
      say(socket, ...message);
      await disconnected(socket);
    }
    await stillServes();
  });

  test('when a message is too large', async () => {
    const socket = await open();
    say(socket, 'watch', { kind: 'leaderboard', key: 'x'.repeat(1_500_000) });
    await disconnected(socket);
    await stillServes();
  });
});

describe('a bad watch', () => {
  const bad: unknown[] = [
    undefined,
    null,
    7,
    'top-sellers',
    [],
    {},
    { kind: 'badge', key: 'top-sellers' },
    { kind: 'leaderboard', key: ['top-sellers'] },
    { kind: 'leaderboard', key: 'top-sellers', room: 'theirs' },
    { kind: 'leaderboard', key: 'top-sellers', period: '../week' },
    { kind: 'leaderboard', key: 'top-sellers', segment: { $ne: 1 } },
    { kind: 'leaderboard', key: 'top-sellers', period: 'spring' },
  ];

  test.each(bad.map((request) => [JSON.stringify(request) ?? 'nothing', request]))(
    '%s is answered with a problem',
    async (_, request) => {
      const socket = await open();
      const reply = await (
        socket.timeout(2000) as unknown as { emitWithAck(...args: unknown[]): Promise<unknown> }
      ).emitWithAck('watch', request);
      expect(reply).toMatchObject({
        ok: false,
        problem: { status: 400, type: 'urn:engagement:error:invalid-request' },
      });
      expect(socket.connected).toBe(true);
    },
  );

  test('of more rooms than a socket may hold is refused, and of one it holds is not', async () => {
    const socket = await open();
    const segments = ['a', 'b', 'c', 'd'].map((value) => ({ segment: `user.country:${value}` }));
    const replies = await Promise.all(segments.map((segment) => watch(socket, segment)));
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(replies[3]).toMatchObject({ problem: { status: 422 } });
    expect(await watch(socket, segments[0])).toMatchObject({ ok: true });
    const [first] = replies;
    if (first?.ok) socket.emit('unwatch', first.room);
    expect(await watch(socket, segments[3])).toMatchObject({ ok: true });
  });

  test('without an acknowledgement, and an unwatch of anything, harm nobody', async () => {
    const socket = await open();
    say(socket, 'watch', { kind: 'leaderboard', key: 'top-sellers' });
    say(socket, 'watch');
    for (const room of [undefined, {}, [], socket.id, 'no-room']) say(socket, 'unwatch', room);
    expect(await watch(socket)).toMatchObject({ ok: true });
  });
});

test('an address that is no socket of ours leaves the HTTP server as it was', async () => {
  const stray = io(server.url, { path: '/elsewhere', transports: ['websocket'], reconnection: false, forceNew: true });
  await new Promise((resolve) => stray.once('connect_error', resolve));
  stray.close();
  expect((await server.get('/v1/leaderboards', server.own.publishableKey)).status).toBe(200);
  expect(server.reported).toEqual([]);
});
