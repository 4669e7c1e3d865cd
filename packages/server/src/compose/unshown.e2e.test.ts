import { randomBytes } from 'node:crypto';
import { BoardPage } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { Recorder } from '../activity/recorder.ts';
import type { Database } from '../platform/db/database.ts';
import type { Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase } from '../testing/events.ts';
import { applyDefinitions, call, startWholeServer, type WholeServer } from '../testing/whole-server.ts';

let database: TestDatabase;
let server: WholeServer;
let dying: WholeServer;
let market: Member;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const urls = { databaseUrl: database.url, redisUrl: inject('redisUrl') };
  const masterKey = randomBytes(32);
  server = await startWholeServer({ ...urls, masterKey, unshownMs: 1500, sharedPageMs: 0 });
  dying = await startWholeServer({ ...urls, masterKey, role: 'api' });
  market = await server.createMember('market');
  const sources = [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }];
  await applyDefinitions(server.core, market, {
    metrics: [{ key: 'sales', subject: 'creator', sources, fold: 'sum', windows: ['all-time'] }],
    boards: [{ key: 'sellers', name: 'Sellers', metric: 'sales' }],
    caps: [{ key: 'burst', types: ['purchase.completed'], by: ['subject'], limit: 1, per: 'hour' }],
  });
});
afterAll(async () => {
  await dying.stop();
  await server.stop();
  await database.drop();
});

async function scores() {
  const { body } = await call(server, market.secretKey, 'GET /v1/leaderboards/sellers/entries');
  return Object.fromEntries(BoardPage.parse(body).data.map(({ id, score }) => [id, score]));
}

const answeredAtOnce = async (event: object) => {
  const reply = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${market.secretKey}`,
      'Content-Type': 'application/json',
      Prefer: 'wait=10',
    },
    body: JSON.stringify(event),
  });
  expect(reply.status).toBe(200);
  return reply.json();
};

async function factsOf(...events: object[]) {
  const judged = await server.core.door.judge(market.tenant, events, { trust: 'server' });
  return judged.map((each) => ('fact' in each ? each.fact : expect.fail('refused')));
}

const noted = () => database.database.orm.execute(sql`select id from leaderboard_unshown`);
const stale = () => database.database.orm.execute(sql`select board from leaderboard_stale`);

/** Nothing waits to be shown or built, and Redis has all of it. */
async function expectQuiet(): Promise<void> {
  const quiet = async () => expect([...(await noted()), ...(await stale())]).toEqual([]);
  await vi.waitFor(quiet, { timeout: 60_000, interval: 50 });
  expect(await server.core.standings.prove(market.tenant)).toEqual({ checked: 1, differences: [] });
}

/** Nobody shows it any more, and yet it is shown soon. */
async function expectHealed(expected: Record<string, number>): Promise<void> {
  await vi.waitFor(async () => expect(await scores()).toEqual(expected), { timeout: 60_000, interval: 100 });
  await expectQuiet();
  expect(await scores()).toEqual(expected);
}

let held: string;

test('what is shown leaves no reminder behind, by whichever way it came', async () => {
  await answeredAtOnce(purchase('p1', 10, { creator: 'ada', subject: 'u1' }));
  await answeredAtOnce(purchase('p2', 90, { creator: 'bob', subject: 'u1' }));
  await call(server, market.secretKey, 'POST /v1/events', purchase('p3', 5, { creator: 'cy', subject: 'u2' }));
  await vi.waitFor(async () => expect(await scores()).toEqual({ ada: 10, cy: 5 }), 30_000);
  await call(server, market.secretKey, 'PUT /v1/creators/cy', { suspended: true });
  expect(await scores()).toEqual({ ada: 10 });
  const cases = await call(server, market.secretKey, 'GET /v1/quarantine');
  held = (cases.body.data as { id: string }[])[0]?.id as string;
  await vi.waitFor(async () => expect([...(await noted())]).toEqual([]), { timeout: 1400, interval: 20 });
  await expectQuiet();
});

/** Asks a server that goes no further than its commit. */
async function askDying(request: string, body?: object): Promise<void> {
  const { projection, refresh } = dying.core.standings;
  const dies = () => Promise.reject(new Error('the process has died'));
  const spies = [vi.spyOn(refresh, 'subjects'), ...(projection ? [vi.spyOn(projection, 'project')] : [])];
  for (const spy of spies) spy.mockImplementation(dies);
  expect((await call(dying, market.secretKey, request, body)).status).toBe(500);
  expect(spies.map(({ mock }) => mock.calls.length).sort()).toEqual([0, 1]);
  for (const spy of spies) spy.mockRestore();
}

test('a verdict whose process dies after its commit is shown all the same', async () => {
  await expectQuiet();
  await askDying(`POST /v1/quarantine/${held}/accept`);
  expect(await scores()).toEqual({ ada: 10 });
  await expectHealed({ ada: 10, bob: 90 });
});

test('a suspension whose process dies after its commit is shown all the same', async () => {
  await expectQuiet();
  await askDying('PUT /v1/creators/bob', { suspended: true });
  expect(await scores()).toEqual({ ada: 10, bob: 90 });
  await expectHealed({ ada: 10 });
});

test('an event that is answered at once by a process that dies after its commit is shown all the same', async () => {
  await expectQuiet();
  const recorder = new Recorder(server.core);
  await recorder.recordAll(market.tenant, await factsOf(purchase('p4', 7, { creator: 'dee', subject: 'u3' })), 'http');
  expect(await scores()).toEqual({ ada: 10 });
  await expectHealed({ ada: 10, dee: 7 });
});

test('a commit whose reply is lost is shown, though nobody knows of it', async () => {
  await expectQuiet();
  const { core } = server;
  const cutOff: Database = {
    ...core.database,
    async transaction(work) {
      await core.database.transaction(work);
      throw Object.assign(new Error('the connection is gone'), { code: 'CONNECTION_CLOSED' });
    },
  };
  const recorder = new Recorder({ ...core, database: cutOff, projection: core.standings.projection });
  const facts = await factsOf(purchase('p5', 8, { creator: 'eve', subject: 'u4' }));
  await expect(recorder.recordAll(market.tenant, facts, 'http')).rejects.toThrow('the connection is gone');
  expect(await scores()).toEqual({ ada: 10, dee: 7 });
  await expectHealed({ ada: 10, dee: 7, eve: 8 });
});
