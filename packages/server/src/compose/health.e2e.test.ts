import { startRedis } from '@engagement/engines/redis';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase } from '../testing/events.ts';
import { applyDefinitions, call, startWholeServer, type WholeServer } from '../testing/whole-server.ts';
import { checksOf } from './checks.ts';

let database: TestDatabase;
let redis: Awaited<ReturnType<typeof startRedis>>;
let worker: WholeServer;
let market: Member;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  redis = await startRedis();
  worker = await startWholeServer({ databaseUrl: database.url, redisUrl: redis.url, role: 'worker', stuckMs: 1500 });
  market = await worker.createMember('market');
  const sources = [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }];
  await applyDefinitions(worker.core, market, {
    metrics: [{ key: 'sales', subject: 'creator', sources, fold: 'sum', windows: ['all-time'] }],
    boards: [{ key: 'sellers', name: 'Sellers', metric: 'sales' }],
  });
});
afterAll(async () => {
  await worker.stop();
  await redis.stop();
  await database.drop();
});

async function readiness() {
  const { status, body } = await call(worker, market.secretKey, 'GET /readyz');
  const checks = (body.checks ?? []) as { name: string; ok: boolean; detail: string }[];
  const failed = ((body.errors ?? []) as { pointer: string; message: string }[]).map(({ pointer, message }) => ({
    ...{ name: pointer.slice(1), ok: false, detail: message },
  }));
  return { status, of: (name: string) => [...checks, ...failed].find((each) => each.name === name) };
}

const sell = (id: string) =>
  worker.core.door.submit(market.tenant, [purchase(id, 5, { creator: 'ada', subject: 'u1' })], { trust: 'server' });

const eventually = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 30_000, interval: 100 });

const staleBoards = async () => /^engagement_boards_stale (\d+)$/m.exec(await worker.core.telemetry.text())?.[1];

test('a worker whose batches fail again and again is not ready until they are done', async () => {
  await eventually(async () => expect((await readiness()).of('worker')).toMatchObject({ ok: true, detail: 'gets on' }));
  const { orm } = database.database;
  await orm.execute(sql`create function refuse() returns trigger language plpgsql as
    $$ begin raise insufficient_privilege; end $$`);
  await orm.execute(sql`create trigger refuse before insert or update on metric_values execute function refuse()`);
  await sell('p1');
  await eventually(async () => {
    const { status, of } = await readiness();
    expect([status, of('worker')?.ok]).toEqual([503, false]);
    expect(of('worker')?.detail).toMatch(/^a batch has not got through for \d+ s$/);
  });
  await orm.execute(sql`drop trigger refuse on metric_values`);
  await eventually(async () => {
    const { status, of } = await readiness();
    expect([status, of('worker')?.ok]).toEqual([200, true]);
  });
  expect(await worker.core.log.backlog()).toBe(0);
}, 90_000);

test('a Redis that answers and refuses writes is named, and makes nobody unready', async () => {
  await eventually(async () => expect((await readiness()).of('redis')).toMatchObject({ ok: true, detail: 'answers' }));
  await eventually(async () => expect(await staleBoards()).toBe('0'));
  const admin = new Redis(redis.url);
  await admin.config('SET', 'maxmemory', '1');
  await eventually(async () => {
    const { status, of } = await readiness();
    expect([status, of('redis')]).toEqual([200, { name: 'redis', ok: false, detail: 'refuses writes' }]);
  });
  await sell('p2');
  await eventually(async () => expect(await staleBoards()).toBe('1'));
  await admin.config('SET', 'maxmemory', '0');
  admin.disconnect();
  await eventually(async () => expect((await readiness()).of('redis')).toMatchObject({ ok: true }));
  await eventually(async () => expect(await staleBoards()).toBe('0'));
}, 90_000);

test('boards that have waited for long to be built are counted', async () => {
  const { condition, ...standings } = worker.core.standings;
  if (!condition) throw new Error('Boards are not in Redis.');
  const look = (longestMs: number) => {
    const waiting = { ...condition, waiting: () => ({ boards: 2, longestMs }) };
    const core = { ...worker.core, standings: { ...standings, condition: waiting } };
    return checksOf(core, { takesBatches: true, doesJobs: false }).redis?.look();
  };
  await expect(look(59_000)).resolves.toBe('answers');
  await expect(look(61_000)).rejects.toThrow('2 boards to build, for 61 s');
});
