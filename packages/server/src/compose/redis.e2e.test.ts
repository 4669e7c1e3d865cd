import { BoardPage } from '@engagement/contract';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { Recorder } from '../activity/recorder.ts';
import type { Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase, refund } from '../testing/events.ts';
import { connect, Follower } from '../testing/socket.ts';
import { applyDefinitions, call, startWholeServer, type WholeServer } from '../testing/whole-server.ts';

let database: TestDatabase;
let server: WholeServer;
let market: Member;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  server = await startWholeServer({ databaseUrl: database.url, redisUrl: inject('redisUrl'), sharedPageMs: 0 });
  market = await server.createMember('market');
  const source = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
  await applyDefinitions(server.core, market, {
    metrics: [
      {
        key: 'sales',
        subject: 'creator',
        sources: [source],
        windows: ['week', 'all-time'],
        segments: ['user.country'],
      },
      { key: 'price', subject: 'creator', sources: [source], fold: 'average', windows: ['all-time'] },
      { key: 'daily', subject: 'creator', sources: [source], windows: ['day'] },
    ].map((each) => ({ fold: 'sum' as const, ...each })) as never,
    boards: [
      { key: 'sellers', name: 'Sellers', metric: 'sales', ranks: 'dense' },
      {
        key: 'rated',
        name: 'Rated',
        metric: 'price',
        score: 'average',
        prior: { weight: 5 },
        scale: 2,
        minimumCount: 1,
      },
      { key: 'rising', name: 'Rising', metric: 'daily', score: 'growth', growth: { damping: 10, minimumBase: 0 } },
    ],
  });
  await call(server, market.secretKey, 'PUT /v1/users/u1', { attributes: { country: 'DE' } });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function read(board: string, query = ''): Promise<BoardPage> {
  const { body } = await call(server, market.secretKey, `GET /v1/leaderboards/${board}/entries${query}`);
  return BoardPage.parse(body);
}

const scores = ({ data }: BoardPage) => Object.fromEntries(data.map(({ id, score }) => [id, score]));

/** Nothing waits to be built, and every board in Redis is Postgres' to the last member. */
async function expectProven(): Promise<void> {
  const proof = async () => {
    const { checked, differences } = await server.core.standings.prove(market.tenant);
    expect(differences).toEqual([]);
    // Two periods of the weeks, all time of two boards, and two periods of the growing.
    expect(checked).toBe(6);
  };
  await vi.waitFor(proof, { timeout: 60_000, interval: 200 });
}

test('what is sold is shown by every kind of board, and a refund takes it back', async () => {
  const events = [
    purchase('p1', 900, { creator: 'ada', subject: 'u1' }),
    purchase('p2', 300, { creator: 'bob', subject: 'u2' }),
  ];
  await call(server, market.secretKey, 'POST /v1/events/batch', { events });
  await vi.waitFor(async () => expect(scores(await read('sellers'))).toEqual({ ada: 900, bob: 300 }), 30_000);
  await expectProven();
  expect(scores(await read('sellers', '?segment=user.country:DE'))).toEqual({ ada: 900 });
  expect((await read('rated')).total).toBe(2);
  await call(server, market.secretKey, 'POST /v1/events', refund('r1', 'p1', 300));
  await vi.waitFor(async () => expect(scores(await read('sellers'))).toEqual({ ada: 600, bob: 300 }), 30_000);
  await expectProven();
});

test('a batch whose worker died between commit and projection is shown when it comes again', async () => {
  await expectProven();
  const { core } = server;
  const dying = new Recorder({ ...core, database: core.database });
  const judged = await core.door.judge(
    market.tenant,
    [purchase('p3', 50, { creator: 'cy', subject: 'u1' }), refund('r2', 'p2', 100)],
    { trust: 'server' },
  );
  const facts = judged.map((each) => ('fact' in each ? each.fact : expect.fail('refused')));
  // Where the profile has moved on, what was stamped decides.
  await dying.recordAll(market.tenant, facts, 'log');
  await call(server, market.secretKey, 'PUT /v1/users/u1', { attributes: { country: 'FR' } });
  const before = scores(await read('sellers'));
  expect(before).not.toHaveProperty('cy');
  await core.recorder.recordAll(market.tenant, facts, 'log');
  expect(scores(await read('sellers'))).toEqual({ ada: 600, bob: 200, cy: 50 });
  expect(scores(await read('sellers', '?segment=user.country:DE'))).toEqual({ ada: 600, cy: 50 });
  await expectProven();
});

test('who watches a board hears of a sale after it is shown, and of all of it', async () => {
  const socket = await connect(server.url, market.publishableKey);
  const follower = await new Follower(socket).watch({ key: 'sellers' });
  await call(server, market.secretKey, 'POST /v1/events', purchase('p4', 5000, { creator: 'bob', subject: 'u2' }));
  await vi.waitFor(() => expect(follower.page?.data[0]).toMatchObject({ id: 'bob', score: 5200 }), 10_000);
  socket.close();
});

test('a board that is defined otherwise is built anew, and one that goes leaves nothing to read', async () => {
  await applyDefinitions(server.core, market, {
    boards: [{ key: 'sellers', name: 'Sellers', metric: 'sales', direction: 'ascending' }],
  });
  await vi.waitFor(async () => expect((await read('sellers')).data[0]?.id).toBe('cy'), 10_000);
  await expectProven();
});

test('a board that was switched off misses nothing once it is on again', async () => {
  const board = { key: 'sellers', name: 'Sellers', metric: 'sales', direction: 'ascending' as const };
  await applyDefinitions(server.core, market, { boards: [{ ...board, enabled: false }] });
  await call(server, market.secretKey, 'POST /v1/events', purchase('p5', 1, { creator: 'dee', subject: 'u2' }));
  await vi.waitFor(async () => expect(scores(await read('sellers'))).toHaveProperty('dee'), 10_000);
  await applyDefinitions(server.core, market, { boards: [{ ...board, enabled: true }] });
  await vi.waitFor(async () => expect((await read('sellers')).data[0]?.id).toBe('dee'), 10_000);
  await expectProven();
});
