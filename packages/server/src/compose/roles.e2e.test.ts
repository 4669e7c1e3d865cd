import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { prove } from '../proof/index.ts';
import { createMember, type Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Running, startServe } from '../testing/engagement.ts';
import { purchase } from '../testing/events.ts';
import { connect, Follower } from '../testing/socket.ts';
import { applyDefinitions, call, holdTopics } from '../testing/whole-server.ts';
import { type Core, openCore } from './core.ts';

const TERMINATIONS = 10;
const ROLES = ['api', 'worker', 'scheduler'] as const;

describe.each(['Postgres', 'Kafka'])('three processes, the log in %s', (name) => {
  const masterKey = randomBytes(32);
  let database: TestDatabase;
  let core: Core;
  let member: Member;
  let api: Running;
  let worker: Running;
  let scheduler: Running;
  let environment: Record<string, string>;
  let releaseTopics = async () => {};

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    const logger = createLogger('fatal');
    core = await openCore({ databaseUrl: database.url, masterKey, kafkaBrokers: [], logger });
    member = await createMember(core.tenants, systemClock, 'market');
    await applyDefinitions(core, member, {
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
    environment = { DATABASE_URL: database.url, ENGAGEMENT_MASTER_KEY: masterKey.toString('hex') };
    if (name === 'Kafka') {
      environment.KAFKA_BROKERS = inject('kafkaBrokers');
      releaseTopics = await holdTopics(inject('postgresUrl'), environment.KAFKA_BROKERS);
    }
    [api, worker, scheduler] = (await Promise.all(ROLES.map((role) => startServe(['--role', role], environment)))) as [
      Running,
      Running,
      Running,
    ];
  });
  afterAll(async () => {
    for (const running of [api, worker, scheduler]) running?.process.kill('SIGKILL');
    await core.close();
    await database.drop();
    await releaseTopics();
  });

  const recorded = async (prefix: string) => {
    const found = await database.database.orm.execute<{ n: number }>(
      sql`select count(*)::int as n from activity_facts where starts_with(id, ${prefix})`,
    );
    return found[0]?.n;
  };
  /** Transactions of the server that have begun and are in no statement just now. */
  const idleTransactions = async () => {
    const found = await database.database.orm.execute<{ name: string }>(
      sql`select concat_ws(' ', pid, xact_start) as name from pg_stat_activity
          where datname = current_database() and application_name like 'engagement%' and state like 'idle in transaction%'`,
    );
    return found.map(({ name }) => name);
  };
  const post = (events: readonly object[]) => call(api, member.secretKey, 'POST /v1/events/batch', { events });
  const isRecorded = (prefix: string, count: number, timeout = 20_000) =>
    vi.waitFor(async () => expect(await recorded(prefix)).toBe(count), { timeout, interval: 100 });

  test('an event that the api took is counted by the worker, and read and pushed by the api', async () => {
    const follower = await new Follower(await connect(api.url, member.publishableKey)).watch();
    try {
      expect((await post([purchase('first-1', 500, { creator: 'c1' })])).status).toBe(200);
      await vi.waitFor(() => expect(follower.page?.data[0]).toMatchObject({ id: 'c1', score: 500 }), 20_000);
      const board = await call(api, member.secretKey, 'GET /v1/leaderboards/top-sellers/entries');
      expect(board).toMatchObject({ status: 200, body: { data: [{ id: 'c1', score: 500, rank: 1 }] } });
    } finally {
      follower.socket.close();
    }
  }, 40_000);

  test('the worker and the scheduler say how they are, and serve nobody', async () => {
    for (const { url } of [worker, scheduler]) {
      expect((await call({ url }, member.secretKey, 'GET /readyz')).body).toMatchObject({ status: 'ready' });
      expect((await call({ url }, member.secretKey, 'GET /v1/leaderboards')).status).toBe(404);
    }
  });

  test('backends that are terminated again and again end nothing, lose nothing and leave nothing idle in transaction', async () => {
    const terminate = () =>
      database.database.orm.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name like 'engagement%'`,
      );
    const acknowledged: string[] = [];
    let next = 0;
    let calling = true;
    const callers = Array.from({ length: 4 }, async () => {
      while (calling) {
        const events = Array.from({ length: 5 }, () => purchase(`terminated-${next++}`, 1));
        const { status } = await post(events);
        expect([200, 503]).toContain(status);
        if (status === 200) acknowledged.push(...events.map(({ id }) => id));
        // Under the rate limit of the key.
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    });
    for (let round = 0; round < TERMINATIONS; round++) {
      await terminate();
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    calling = false;
    await Promise.all(callers);
    console.log(`${name}: ${TERMINATIONS} times all backends terminated, ${acknowledged.length} acknowledged`);
    await vi.waitFor(async () => expect((await post([purchase('terminated-last', 1)])).status).toBe(200), {
      timeout: 10_000,
      interval: 100,
    });
    const missing = () =>
      database.database.orm.execute<{ id: string }>(
        sql`select id from jsonb_array_elements_text(${JSON.stringify(acknowledged)}::text::jsonb) as acked(id)
            except select id from activity_facts`,
      );
    await vi.waitFor(async () => expect([...(await missing())]).toEqual([]), { timeout: 10_000, interval: 100 });
    await isRecorded('terminated-last', 1, 10_000);
    for (const { process } of [api, worker, scheduler]) expect(process.exitCode).toBe(null);
    const idle = await idleTransactions();
    const stillIdle = async () => (await idleTransactions()).filter((each) => idle.includes(each));
    await vi.waitFor(async () => expect(await stillIdle()).toEqual([]), { timeout: 10_000, interval: 100 });
    expect((await prove(core.database, member.tenant)).differences).toEqual([]);
    const open = await core.deadLetters.list(member.tenant.id, { limit: 1, below: null, state: null });
    expect(open).toEqual([]);
    const socket = await vi.waitFor(() => connect(api.url, member.publishableKey), { timeout: 10_000, interval: 100 });
    const follower = await new Follower(socket).watch();
    await post([purchase('listening-1', 9_000_000, { creator: 'c9' })]);
    await vi.waitFor(() => expect(follower.page?.data[0]).toMatchObject({ id: 'c9' }), 10_000);
    follower.socket.close();
  }, 90_000);

  test('SIGTERM under load ends each process with 0, and what was acknowledged is counted by the next', async () => {
    let acknowledged = 0;
    let next = 0;
    const callers = Array.from({ length: 8 }, async () => {
      for (;;) {
        const events = Array.from({ length: 5 }, () => purchase(`stopped-${next++}`, 1));
        const reply = await post(events).catch(() => undefined);
        if (reply?.status !== 200) return;
        acknowledged += 5;
      }
    });
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(100), 10_000);
    const began = performance.now();
    for (const { process } of [api, worker, scheduler]) process.kill('SIGTERM');
    expect(await Promise.all([api, worker, scheduler].map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(performance.now() - began).toBeLessThan(30_000);
    await Promise.all(callers);
    expect(await recorded('stopped-')).toBeLessThanOrEqual(next);
    worker = await startServe(['--role', 'worker'], environment);
    await vi.waitFor(async () => expect(await recorded('stopped-')).toBeGreaterThanOrEqual(acknowledged), 20_000);
    expect((await prove(core.database, member.tenant)).differences).toEqual([]);
    console.log(`${name}: stopped in ${Math.round(performance.now() - began)} ms with ${acknowledged} acknowledged`);
  }, 90_000);
});
