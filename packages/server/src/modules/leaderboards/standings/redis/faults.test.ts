import { type Redis as RedisProcess, startRedis } from '@engagement/engines/redis';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import {
  board,
  metric,
  NOON,
  periodIdOf,
  putValues,
  storedPeriods,
  TestCatalogues,
  tenantOf,
  type Value,
} from '../../../../testing/boards.ts';
import { createTestDatabase, type TestDatabase } from '../../../../testing/database.ts';
import { openTestStandings, type TestStandings } from '../../../../testing/standings.ts';
import type { Reading } from '../standings.ts';

const tenant = tenantOf(1);
/** Every fault heals by itself within this. */
const HEALED_MS = 60_000;
const catalogues = new TestCatalogues();
let process: RedisProcess;
let db: TestDatabase;
let boards: TestStandings;
let admin: Redis;
let periodId = 0;

beforeAll(async () => {
  process = await startRedis();
  db = await createTestDatabase(inject('postgresUrl'));
  periodId = await periodIdOf(db.database, tenant, 'all-time');
  catalogues.boards = [board({ windows: ['all-time'], segments: [], ranks: 'dense' })];
  boards = await openTestStandings({
    redisUrl: process.url,
    database: db.database,
    clock: { now: () => NOON },
    catalogues,
    periods: storedPeriods(db.database),
    list: async () => [tenant],
    readMs: 300,
  });
  admin = new Redis(process.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  admin.on('error', () => {});
});
afterAll(async () => {
  admin.disconnect();
  await boards.close();
  await db.drop();
  await process.stop();
});
beforeEach(async () => {
  await db.database.orm.execute(sql`delete from metric_values`);
  await boards.flush();
  await boards.settle();
});

async function put(...values: Value[]): Promise<void> {
  const folded = await putValues(db.database, { tenant, periodId }, values, true);
  await boards.engine.projection?.project(tenant, folded);
}

async function read(): Promise<Reading> {
  const period = await storedPeriods(db.database).periodById(tenant, periodId);
  if (!period) throw new Error('There is no period.');
  const view = { tenant, board: catalogues.boards[0] as never, metric: metric(), period, segment: '' };
  return boards.engine.standings.read(view, { kind: 'top', limit: 100 }, []);
}

const scores = ({ rows }: Reading) => Object.fromEntries(rows.map(({ id, score }) => [id, Number(score)]));

/** Postgres answers in place of Redis: the fault has bitten. */
async function expectFromPostgres(expected: Record<string, number>): Promise<void> {
  const before = boards.counts.fallback;
  expect(scores(await read())).toEqual(expected);
  expect(boards.counts.fallback).toBe(before + 1);
}

/** Redis answers again, and is right to the last member. */
async function expectHealed(expected: Record<string, number>): Promise<void> {
  const healed = async () => {
    const before = boards.counts.redis;
    expect(scores(await read())).toEqual(expected);
    expect(boards.counts.redis).toBe(before + 1);
  };
  await vi.waitFor(healed, { timeout: HEALED_MS, interval: 100 });
  expect((await boards.engine.prove(tenant)).differences).toEqual([]);
}

test('flushed: Postgres answers, also what is written meanwhile, until Redis has it all again', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 });
  await admin.flushall();
  await expectFromPostgres({ ada: 3, bob: 2 });
  await put({ id: 'bob', value: 9 });
  expect(scores(await read())).toEqual({ ada: 3, bob: 9 });
  await expectHealed({ ada: 3, bob: 9 });
});

test('any one key evicted: nothing is taken for empty', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 });
  const keys = (await admin.keys('*')).filter((key) => /:[shdc]:$/.test(key));
  expect(keys.length).toBe(4);
  for (const kind of ['s', 'h', 'd']) {
    const [key] = (await admin.keys('*')).filter((each) => each.endsWith(`:${kind}:`));
    await admin.del(key as string);
    await expectFromPostgres({ ada: 3, bob: 2 });
    await expectHealed({ ada: 3, bob: 2 });
  }
});

test('paused: reads and writes are not held up, and what came late changes nothing', async () => {
  await put({ id: 'ada', value: 3 });
  await admin.call('CLIENT', 'PAUSE', '10000', 'ALL');
  const started = performance.now();
  for (const value of [4, 5, 6]) {
    await put({ id: 'ada', value });
    await expectFromPostgres({ ada: value });
  }
  // The first write waits for as long as a write may take; the pause is longer than that.
  expect(performance.now() - started).toBeLessThan(HEALED_MS);
  await expectHealed({ ada: 6 });
});

test('paused, and Postgres is busy: 503 and when to try again, at once', async () => {
  await put({ id: 'ada', value: 3 });
  const impatient = await openTestStandings({
    redisUrl: process.url,
    database: db.database,
    clock: { now: () => NOON },
    catalogues,
    periods: storedPeriods(db.database),
    list: async () => [tenant],
    readMs: 100,
    patienceMs: 250,
  });
  await impatient.settle();
  const period = await storedPeriods(db.database).periodById(tenant, periodId);
  const view = { tenant, board: catalogues.boards[0], metric: metric(), period, segment: '' } as never;
  await admin.call('CLIENT', 'PAUSE', '3000', 'ALL');
  await db.database.transaction(async (tx) => {
    await tx.execute(sql`lock table metric_values in access exclusive mode`);
    const started = performance.now();
    const waits = Array.from({ length: 20 }, () =>
      impatient.engine.standings.read(view, { kind: 'top', limit: 10 }, []).catch((error: unknown) => error),
    );
    const refusals = await Promise.all(waits);
    // A quarter of a second; the rest is what a busy machine may be late.
    expect(performance.now() - started).toBeLessThan(250 + 300);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'service-unavailable', status: 503, headers: { 'Retry-After': '1' } });
    }
  });
  await impatient.close();
  await expectHealed({ ada: 3 });
});

test('killed: it starts empty, and is filled again', async () => {
  await put({ id: 'ada', value: 3 });
  await process.kill();
  await put({ id: 'ada', value: 4 }, { id: 'bob', value: 1 });
  await expectFromPostgres({ ada: 4, bob: 1 });
  await process.restart();
  await expectHealed({ ada: 4, bob: 1 });
});

test('restored from an old dump: nothing of it is shown', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'gone', value: 8 });
  await admin.save();
  await put({ id: 'ada', value: 4 }, { id: 'gone', value: 0, count: 0 });
  await process.kill();
  await process.restart();
  expect(await admin.dbsize()).toBeGreaterThan(0);
  await expectFromPostgres({ ada: 4 });
  await expectHealed({ ada: 4 });
  await admin.config('SET', 'save', '');
});

test('full: boards come from Postgres, and go back to Redis once there is room', async () => {
  await put({ id: 'ada', value: 3 });
  await admin.config('SET', 'maxmemory', '1');
  try {
    await put({ id: 'ada', value: 4 }, { id: 'bob', value: 1 });
    await expectFromPostgres({ ada: 4, bob: 1 });
  } finally {
    await admin.config('SET', 'maxmemory', '0');
  }
  await expectHealed({ ada: 4, bob: 1 });
});

test('a mark that had to wait for another is not taken for one that has been settled meanwhile', async () => {
  const { refresh } = boards.engine;
  const { orm } = db.database;
  const marked = async () => [...(await orm.execute(sql`select board from leaderboard_stale`))];
  let waiting = Promise.resolve();
  await db.database.transaction(async (tx) => {
    await refresh.boards(tx, tenant.id, ['first']);
    waiting = refresh.boards(orm, tenant.id, ['first', 'second']);
    const blocked = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect([...(await orm.execute(blocked))]).toHaveLength(1), 10_000);
    await refresh.boards(orm, tenant.id, ['second']);
    await vi.waitFor(async () => expect(await marked()).toEqual([]), 10_000);
  });
  await waiting;
  await vi.waitFor(async () => expect(await marked()).toEqual([]), 10_000);
});

test('while a board is built anew, readers see all of it, and writes are in it', async () => {
  const many = Array.from({ length: 3000 }, (_, at) => ({ id: `s${at}`, value: at }));
  await put(...many);
  const before = boards.counts.fallback;
  const rebuilding = boards.engine.rebuild(tenant, ['top-sellers']);
  let isOver = false;
  void rebuilding.then(() => {
    isOver = true;
  });
  for (let value = 10_000; !isOver || value < 10_005; value++) {
    await put({ id: 's1', value });
    const { total, rows } = await read();
    expect([total, rows[0]?.id, Number(rows[0]?.score)]).toEqual([3000, 's1', value]);
  }
  await rebuilding;
  expect(boards.counts.fallback).toBeGreaterThan(before);
  expect((await boards.engine.prove(tenant)).differences).toEqual([]);
});

test('what is ahead of Postgres, as after a restore, is found entry by entry, and does not stay', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 1 });
  await db.database.orm.execute(sql`update metric_versions set version = version + 1000`);
  await put({ id: 'ada', value: 30 }, { id: 'cy', value: 0, count: 0 });
  await db.database.orm.execute(sql`update metric_versions set version = version - 1001`);
  await putValues(db.database, { tenant, periodId }, [{ id: 'ada', value: 3 }], true);
  // Taken out of Redis at a version that Postgres has yet to reach, and here again.
  await put({ id: 'cy', value: 1 });
  expect(scores(await read())).toEqual({ ada: 30, bob: 2 });
  const { differences } = await boards.engine.prove(tenant);
  expect(differences.map(({ id, what }) => [id, what]).sort()).toEqual([
    ['ada', 'ahead'],
    ['cy', 'ahead'],
  ]);
  expect(await boards.engine.heal(tenant)).toBe(2);
  await expectHealed({ ada: 3, bob: 2, cy: 1 });
});

test('what was changed by another hand is found member by member, built again and counted', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 1 });
  expect((await boards.engine.prove(tenant)).differences).toEqual([]);
  const keyOf = async (kind: string) => (await admin.keys(`*:${kind}:`))[0] as string;
  const member = (await admin.zrangeBuffer(await keyOf('s'), '0', '0'))[0] as Buffer;
  await admin.zadd(await keyOf('s'), '-77', member);
  await admin.hset(await keyOf('c'), { '-2': '5' });
  const { differences } = await boards.engine.prove(tenant);
  expect(differences.map(({ id, what }) => [id, what]).sort()).toEqual([
    ['ada', 'entry'],
    ['bob', 'dense'],
  ]);
  expect(await boards.engine.heal(tenant)).toBe(2);
  expect(boards.healed.at(-1)).toBe(2);
  await expectHealed({ ada: 3, bob: 2, cy: 1 });
});

test('an entry that stands on a board twice is found, built again and counted', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 1 });
  await put({ id: 'dee', value: 5 });
  await put({ id: 'dee', value: 0, count: 0 });
  const [key = ''] = await admin.keys('*:s:');
  const [member] = await admin.zrangeBuffer(key, '0', '0');
  const earlier = Buffer.from(member as Buffer);
  earlier[7] = (earlier[7] as number) ^ 1;
  await admin.zadd(key, '-9', earlier);
  // As the writer would have counted it.
  const meta = key.slice(0, key.lastIndexOf(':', key.indexOf(':s:') - 1));
  const [counted = ''] = (await admin.hkeys(meta)).filter((field) => /^n:.*:$/.test(field));
  await admin.hincrby(meta, counted, 1);
  expect((await read()).total).toBe(4);
  const { differences } = await boards.engine.prove(tenant);
  expect(differences.map(({ id, what }) => [id, what])).toEqual([[null, 'surplus']]);
  expect(await boards.engine.heal(tenant)).toBe(1);
  expect(boards.healed.at(-1)).toBe(1);
  await expectHealed({ ada: 3, bob: 2, cy: 1 });
});

test('a commit that says two things of one entry is shown as the later of them, and nothing has to be built again', async () => {
  await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 });
  await boards.settle();
  const before = boards.counts.fallback;
  const folded = await putValues(db.database, { tenant, periodId }, [{ id: 'bob', value: 5 }], true);
  const [change] = folded.changes;
  if (!change) throw new Error('Nothing was changed.');
  // Two surrogates of one id, as a user and a creator have them.
  const twice = { ...folded, keys: new Map([[-1, 'bob'], ...folded.keys]) };
  for (const earlier of [
    { ...change, ref: -1, count: 0n },
    { ...change, ref: -1, value: 9n },
  ]) {
    await boards.engine.projection?.project(tenant, { ...twice, changes: [earlier, change] });
    expect(scores(await read())).toEqual({ ada: 3, bob: 5 });
    expect((await boards.engine.prove(tenant)).differences).toEqual([]);
  }
  expect(boards.counts.fallback).toBe(before);
});
