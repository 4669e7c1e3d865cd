import { randomBytes } from 'node:crypto';
import { BoardPage } from '@engagement/contract';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase } from '../testing/events.ts';
import { type EngineProxy, startProxy, through } from '../testing/proxy.ts';
import { type ClientSocket, connect, Follower } from '../testing/socket.ts';
import { applyDefinitions, call, startWholeServer, type WholeServer } from '../testing/whole-server.ts';

const RECHECK_MS = 300;
let database: TestDatabase;
let redis: EngineProxy;
let member: Member;
let servers: [WholeServer, WholeServer];
const sockets: ClientSocket[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const { hostname: host, port } = new URL(inject('redisUrl'));
  redis = await startProxy({ host, port: Number(port) });
  const common = {
    databaseUrl: database.url,
    redisUrl: through(inject('redisUrl'), redis),
    masterKey: randomBytes(32),
  };
  const realtimeLimits = { connectsPerMinute: 1000 };
  servers = [
    await startWholeServer({ ...common, realtimeLimits: { ...realtimeLimits, recheckMs: RECHECK_MS } }),
    await startWholeServer({ ...common, realtimeLimits }),
  ];
  member = await servers[0].createMember('market');
  await applyDefinitions(servers[0].core, member, {
    metrics: [
      {
        key: 'revenue',
        subject: 'creator',
        sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
        fold: 'sum',
      },
    ],
    boards: [{ key: 'top-sellers', name: 'Top sellers', metric: 'revenue' }],
  });
});
afterEach(() => {
  redis.restore();
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await redis.close();
  await database.drop();
});

async function follow(server: WholeServer, token = member.publishableKey): Promise<Follower> {
  const socket = await connect(server.url, token);
  sockets.push(socket);
  const follower = new Follower(socket);
  // A board may be busy for a moment, and a client asks again.
  return vi.waitFor(() => follower.watch(), { timeout: 10_000, interval: 100 });
}

let sold = 0;
async function sell(amount = 1): Promise<void> {
  const event = purchase(`sale-${sold++}`, amount, { creator: `c${sold % 5}` });
  expect((await call(servers[sold % 2] as WholeServer, member.secretKey, 'POST /v1/events', event)).status).toBe(202);
}

/** The follower has what either server answers now that everything is counted. */
async function caughtUp(follower: Follower): Promise<void> {
  await vi.waitFor(async () => expect(await servers[0].core.log.backlog()).toBe(0), 10_000);
  for (const server of servers) {
    // While Redis is away a busy machine may answer 503, and what to do is to ask again.
    const read = await vi.waitFor(async () => {
      const reply = await call(server, member.secretKey, 'GET /v1/leaderboards/top-sellers/entries?limit=100');
      expect(reply.status).toBe(200);
      return reply;
    }, 10_000);
    const { data, total } = BoardPage.parse(read.body);
    await vi.waitFor(() => expect(follower.page).toMatchObject({ data, total }), 10_000);
  }
}

test('a client that moves between servers while the board changes ends with the board, each time', async () => {
  let selling = true;
  const sales = (async () => {
    while (selling) await sell();
  })();
  let follower = await follow(servers[0]);
  try {
    for (let move = 1; move <= 4; move++) {
      const { version } = follower.page as BoardPage;
      await vi.waitFor(() => expect((follower.page as BoardPage).version).toBeGreaterThan(version), 10_000);
      const left = (follower.page as BoardPage).version;
      follower.socket.close();
      follower = await follow(servers[move % 2] as WholeServer);
      expect((follower.page as BoardPage).version).toBeGreaterThanOrEqual(left);
    }
  } finally {
    selling = false;
    await sales;
  }
  await caughtUp(follower);
}, 60_000);

test('a key that one server finds revoked loses its sockets on all of them, and nobody else does', async () => {
  const { service } = servers[0].core.tenants;
  const of = { tenant: member.tenant.key };
  const doomed = await service.createPublishableKey({ ...of, origins: ['https://shop.example'] }, 'operator:test');
  const [here, there] = [await follow(servers[0], doomed.key), await follow(servers[1], doomed.key)];
  const bystanders = [await follow(servers[0]), await follow(servers[1], await member.userToken())];
  await service.revokeKey({ ...of, id: doomed.id }, 'operator:test');
  await vi.waitFor(() => expect([here, there].map(({ socket }) => socket.connected)).toEqual([false, false]), 10_000);
  expect(bystanders.map(({ socket }) => socket.connected)).toEqual([true, true]);
}, 30_000);

test('a server that stops sends away its own sockets, and no others', async () => {
  const third = await startWholeServer({
    databaseUrl: database.url,
    redisUrl: inject('redisUrl'),
    role: 'api',
    masterKey: randomBytes(32),
  });
  const [staying, leaving] = [await follow(servers[0]), await follow(third)];
  await third.stop();
  await vi.waitFor(() => expect(leaving.socket.connected).toBe(false), 5000);
  await sell(500);
  await caughtUp(staying);
  expect(staying.socket.connected).toBe(true);
}, 30_000);

test('while Redis is away each server pushes to its own sockets, and goes on afterwards', async () => {
  const followers = [await follow(servers[0]), await follow(servers[1])];
  redis.cut();
  await sell(700);
  for (const follower of followers) await caughtUp(follower);
  expect((await call(servers[0], member.secretKey, 'GET /readyz')).body).toMatchObject({ status: 'ready' });
  redis.restore();
  await sell(900);
  for (const follower of followers) await caughtUp(follower);
  await vi.waitFor(async () => {
    const { body } = await call(servers[0], member.secretKey, 'GET /readyz');
    expect(body.checks).toContainEqual({ name: 'redis', ok: true, detail: 'answers' });
  }, 10_000);
}, 40_000);
