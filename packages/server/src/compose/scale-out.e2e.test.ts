import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { rows } from '../platform/db/database.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { prove } from '../proof/index.ts';
import { createMember, type Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Running, startServe } from '../testing/engagement.ts';
import { purchase } from '../testing/events.ts';
import { applyDefinitions, call, holdTopics } from '../testing/whole-server.ts';
import { type Core, openCore } from './core.ts';

/** It is the coming and going that counts here, and not the load. */
const PAUSE_MS = 100;

describe.each(['Postgres', 'Kafka'])('two processes of each role, the log in %s', (name) => {
  const masterKey = randomBytes(32);
  let database: TestDatabase;
  let core: Core;
  let member: Member;
  let environment: Record<string, string>;
  let releaseTopics = async () => {};
  const running: Running[] = [];

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
    environment = {
      DATABASE_URL: database.url,
      ENGAGEMENT_MASTER_KEY: masterKey.toString('hex'),
      REDIS_URL: inject('redisUrl'),
    };
    if (name === 'Kafka') {
      environment.KAFKA_BROKERS = inject('kafkaBrokers');
      releaseTopics = await holdTopics(inject('postgresUrl'), environment.KAFKA_BROKERS);
    }
  });
  afterAll(async () => {
    for (const { process } of running) process.kill('SIGKILL');
    await core.close();
    await database.drop();
    await releaseTopics();
  });

  async function start(role: string): Promise<Running> {
    const started = await startServe(['--role', role], environment);
    running.push(started);
    return started;
  }
  const query = <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
    rows<Row>(database.database.orm, statement);
  const recordedCount = async () =>
    (await query<{ n: number }>(sql`select count(*)::int as n from activity_facts`))[0]?.n ?? 0;

  test('events sent to both are counted once, while workers die, leave and come', async () => {
    const starting = ['api', 'api', 'worker', 'worker', 'scheduler', 'scheduler'].map(start);
    const [api, otherApi, worker, otherWorker] = (await Promise.all(starting)) as [Running, Running, Running, Running];
    const attempted: string[] = [];
    const acknowledged: string[] = [];
    const answers = new Map<Running, number>();
    let sending = true;
    const callers = [api, otherApi].map(async (target) => {
      while (sending) {
        const events = Array.from({ length: 5 }, () => {
          const id = `scaled-${attempted.length}`;
          attempted.push(id);
          return purchase(id, 1, { creator: `c${attempted.length % 9}`, subject: `u${attempted.length % 50}` });
        });
        const reply = await call(target, member.secretKey, 'POST /v1/events/batch', { events });
        expect([200, 503]).toContain(reply.status);
        if (reply.status !== 200) continue;
        acknowledged.push(...events.map(({ id }) => id));
        answers.set(target, (answers.get(target) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    });
    /** The workers that are left go on with what is sent from now on. */
    const goesOn = async () => {
      const before = await recordedCount();
      await vi.waitFor(async () => expect(await recordedCount()).toBeGreaterThan(before), {
        timeout: 40_000,
        interval: 200,
      });
    };
    try {
      await goesOn();
      worker.process.kill('SIGKILL');
      await goesOn();
      const third = await start('worker');
      await goesOn();
      otherWorker.process.kill('SIGTERM');
      expect(await otherWorker.ended).toBe(0);
      await goesOn();
      await start('worker');
      await goesOn();
      third.process.kill('SIGKILL');
      await goesOn();
    } finally {
      sending = false;
      await Promise.all(callers);
    }

    expect([...answers.keys()]).toEqual(expect.arrayContaining([api, otherApi]));
    const recorded = async () =>
      (await query<{ id: string }>(sql`select id from activity_facts order by id`)).map(({ id }) => id);
    await vi.waitFor(async () => expect(await recorded()).toEqual(expect.arrayContaining(acknowledged)), {
      timeout: 40_000,
      interval: 500,
    });
    const found = await recorded();
    expect(attempted).toEqual(expect.arrayContaining(found));
    expect(new Set(found).size).toBe(found.length);
    expect((await prove(core.database, member.tenant)).differences).toEqual([]);
    console.log(`${name}: ${acknowledged.length} acknowledged of ${attempted.length}, ${found.length} recorded`);
  }, 600_000);

  // The log has no part in it, and it takes up to a minute.
  if (name === 'Postgres')
    test('what is scheduled is done once', async () => {
      const snapshots = () =>
        query<{ minute: string; n: number }>(
          sql`select date_trunc('minute', created_on)::text as minute, count(*)::int as n from jobs.job
              where name = 'leaderboards.snapshot' and state = 'completed' group by 1`,
        );
      await vi.waitFor(async () => expect((await snapshots()).length).toBeGreaterThan(0), {
        timeout: 90_000,
        interval: 500,
      });
      for (const { n } of await snapshots()) expect(n).toBe(1);
    });
});
