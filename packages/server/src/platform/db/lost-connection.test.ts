import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type EngineProxy, startProxy, through } from '../../testing/proxy.ts';
import { type Database, openDatabase, rows } from './database.ts';
import { isUnreachable } from './unreachable.ts';

let test1: TestDatabase;
let proxy: EngineProxy;
let database: Database;

beforeAll(async () => {
  test1 = await createTestDatabase(inject('postgresUrl'));
  await test1.database.orm.execute(sql`create table kept (n int)`);
  const { hostname, port } = new URL(test1.url);
  proxy = await startProxy({ host: hostname, port: Number(port) });
});
beforeEach(() => {
  database = openDatabase({ url: through(test1.url, proxy), applicationName: 'victim', maxConnections: 1 });
});
afterEach(async () => {
  proxy.restore();
  await database.close();
  await test1.database.orm.execute(sql`delete from kept`);
});
afterAll(async () => {
  await test1.drop();
  await proxy.close();
});

const terminate = () =>
  test1.database.orm.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`,
  );
const kept = async () =>
  (await rows<{ n: number }>(test1.database.orm, sql`select n from kept order by n`)).map(({ n }) => n);
const answers = () => vi.waitFor(() => database.transaction((tx) => tx.execute(sql`select 1`)), 5000);

const losses = {
  'its backend was terminated': async () => void (await terminate()),
  'it was cut': async () => {
    proxy.cut();
    proxy.restore();
  },
};

test.each(Object.entries(losses))('a transaction ends unreachable when %s, idle', async (_, lose) => {
  const failed = database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (1)`);
    await lose();
    await new Promise(() => {});
  });
  expect(isUnreachable(await failed.catch((error) => error))).toBe(true);
  await answers();
  expect(await kept()).toEqual([]);
});

test.each(Object.entries(losses))('a transaction ends unreachable when %s, in a statement', async (_, lose) => {
  const failed = database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (1)`);
    setTimeout(lose, 50);
    await tx.execute(sql`select pg_sleep(10)`);
  });
  expect(isUnreachable(await failed.catch((error) => error))).toBe(true);
  await answers();
  expect(await kept()).toEqual([]);
});

test.each(['goes on', 'gives up'])('one that lost its connection and %s has no say in the next', async (how) => {
  const { promise: resumed, resolve: resume } = Promise.withResolvers<void>();
  const failed = database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (1)`);
    await terminate();
    await resumed;
    if (how === 'gives up') throw new Error('given up');
    await tx.execute(sql`insert into kept values (2)`);
  });
  expect(isUnreachable(await failed.catch((error) => error))).toBe(true);
  await expect(
    database.transaction(async (tx) => {
      await tx.execute(sql`insert into kept values (3)`);
      resume();
      await new Promise((resolve) => setImmediate(resolve));
      await tx.execute(sql`select pg_sleep(0.05)`);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await kept()).toEqual([]);
});

test('a transaction that nobody goes on with lets go of its locks, and ends unreachable', async () => {
  const address = new URL(through(test1.url, proxy));
  address.searchParams.set('idle_in_transaction_session_timeout', '300');
  const hasty = openDatabase({ url: address.href, applicationName: 'hasty' });
  onTestFinished(() => hasty.close());
  const failed = hasty.transaction(async (tx) => {
    await tx.execute(sql`lock table kept in access exclusive mode`);
    await new Promise(() => {});
  });
  expect(isUnreachable(await failed.catch((error) => error))).toBe(true);
  expect(await kept()).toEqual([]);
});

test('listeners on several channels hear again after a loss, and after an outage', async () => {
  const heard: string[] = [];
  const channels = ['one', 'two', 'three', 'four'];
  for (const channel of channels) await database.listen(channel, (payload) => heard.push(`${channel}:${payload}`));
  const hears = async (payload: string) => {
    await vi.waitFor(async () => {
      for (const channel of channels) await test1.database.orm.execute(sql`select pg_notify(${channel}, ${payload})`);
      for (const channel of channels) expect(heard).toContain(`${channel}:${payload}`);
    }, 10_000);
  };
  await hears('first');
  for (const round of [1, 2, 3]) {
    heard.length = 0;
    await terminate();
    await hears(`terminated ${round}`);
    for (const channel of channels) expect(heard).toContain(`${channel}:`);
  }
  for (const outage of [50, 3000]) {
    heard.length = 0;
    proxy.cut();
    await new Promise((resolve) => setTimeout(resolve, outage));
    proxy.restore();
    await hears(`restored ${outage}`);
    for (const channel of channels) expect(heard).toContain(`${channel}:`);
  }
}, 40_000);
