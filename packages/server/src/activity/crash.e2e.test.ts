import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type Core, openCore } from '../compose/core.ts';
import { systemClock } from '../kernel/clock.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { prove } from '../proof/index.ts';
import { createMember, type Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Doomed, type DoomedOptions, startDoomed } from '../testing/doomed.ts';
import { purchase, refund } from '../testing/events.ts';
import { deleteTopics, ownName, testKafka } from '../testing/kafka.ts';
import { openOwnKafkaLog } from '../testing/logs.ts';
import { applyDefinitions, call } from '../testing/whole-server.ts';
import { createFrontDoor } from './front-door.ts';
import type { ActivityLog } from './log.ts';
import { startWorker } from './worker.ts';

const KILLS_AFTER_COMMIT = 3;
const KILLS_IN_A_BATCH = 2;
const API_KILLS = 2;
const PER_ROUND = 300;

describe.each(['Postgres', 'Kafka'])('with the log in %s', (name) => {
  const masterKey = randomBytes(32);
  let database: TestDatabase;
  let core: Core;
  let log: ActivityLog;
  let member: Member;
  let kafka: DoomedOptions['kafka'];

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    const logger = createLogger('fatal');
    core = await openCore({ databaseUrl: database.url, masterKey, kafkaBrokers: [], logger });
    if (name === 'Kafka') kafka = { brokers: inject('kafkaBrokers'), topic: ownName('crash') };
    log = kafka ? await openOwnKafkaLog(kafka.brokers, kafka.topic) : core.log;
    member = await createMember(core.tenants, systemClock, 'market');
    await applyDefinitions(core, member, {
      metrics: [
        {
          key: 'revenue',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'sum',
          windows: ['all-time', 'day'],
        },
        {
          key: 'dearest',
          subject: 'user',
          sources: [{ type: 'purchase.completed', subject: 'subject', value: 'data.amount' }],
          fold: 'max',
        },
      ],
    });
  });
  afterAll(async () => {
    if (kafka) {
      await log.close();
      await deleteTopics(testKafka(kafka.brokers), [kafka.topic]);
    }
    await core.close();
    await database.drop();
  });

  const start = (role: DoomedOptions['role'], dieAfterBatch?: number) =>
    startDoomed({ role, databaseUrl: database.url, masterKey: masterKey.toString('hex'), kafka, dieAfterBatch });

  async function recordedIds(prefix: string): Promise<string[]> {
    const found = await rows<{ id: string }>(
      database.database.orm,
      sql`select id from activity_facts where starts_with(id, ${prefix}) order by id`,
    );
    return found.map(({ id }) => id);
  }

  /** A worker that is not killed takes what is left. */
  async function takeTheRest(): Promise<void> {
    const worker = await startWorker({
      log,
      recorder: core.recorder,
      tenants: { byId: (id) => core.tenants.tenantById(id) },
      setAsideForNobody: async () => {},
    });
    await vi.waitFor(async () => expect(await log.backlog()).toBe(0), { timeout: 30_000, interval: 100 });
    await worker.stop();
  }

  test('a worker that is killed between commit and offset, or within a batch, counts every event once', async () => {
    const door = createFrontDoor({ catalogues: core.catalogues, log, clock: systemClock });
    const seeded = seed((KILLS_AFTER_COMMIT + KILLS_IN_A_BATCH) * PER_ROUND);
    const killed: Doomed[] = [];
    async function feedAndKill(dieAfterBatch?: number) {
      const events = seeded.events.splice(0, PER_ROUND);
      const judged = await door.submit(member.tenant, events, { trust: 'server' });
      expect(judged.filter((acceptance) => 'rejection' in acceptance)).toEqual([]);
      await log.append(
        judged.slice(0, 2).flatMap((of) => ('fact' in of ? [{ tenantId: 999 as TenantId, ...of }] : [])),
      );
      const worker = start('worker', dieAfterBatch);
      killed.push(worker);
      if (dieAfterBatch === undefined) {
        await worker.hear('taken');
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
        worker.kill();
      }
      expect(await worker.ended).toBe('SIGKILL');
    }
    for (let kill = 0; kill < KILLS_AFTER_COMMIT; kill++) await feedAndKill(1 + (kill % (kafka ? 2 : 1)));
    for (let kill = 0; kill < KILLS_IN_A_BATCH; kill++) await feedAndKill();
    await door.submit(member.tenant, seeded.events, { trust: 'server' });
    await takeTheRest();

    const redelivered = redeliveries(killed);
    console.log(`${name}: ${killed.length} kills, ${redelivered} entries handed out again after they were committed`);
    expect(redelivered).toBeGreaterThan(0);
    expect(await recordedIds('seed-')).toEqual([...seeded.ids].sort());
    const [total] = await rows<{ value: string }>(
      database.database.orm,
      sql`select sum(value) as value from metric_values v
          join metrics m on m.id = v.metric_id join metric_periods p on p.id = v.period_id
          where m.key = 'revenue' and p."window" = 'all-time'`,
    );
    expect(Number(total?.value)).toBe(seeded.revenue);
    const proof = await prove(core.database, member.tenant);
    expect(proof.differences).toEqual([]);
    expect(proof.checked).toBeGreaterThan(seeded.ids.size);
  }, 300_000);

  test('what an API process acknowledged before it was killed is recorded once', async () => {
    const acknowledged: string[] = [];
    let next = 0;
    for (let kill = 0; kill < API_KILLS; kill++) {
      const api = start('api');
      const url = `http://127.0.0.1:${(await api.hear('listening')).listening}`;
      const before = acknowledged.length;
      const callers = Array.from({ length: 8 }, async () => {
        for (;;) {
          const events = Array.from({ length: 5 }, () => purchase(`acked-${String(next++).padStart(6, '0')}`, 100));
          const reply = await call({ url }, member.secretKey, 'POST /v1/events/batch', { events }).catch(
            () => undefined,
          );
          if (reply === undefined) return;
          expect(reply).toMatchObject({ status: 200, body: { accepted: 5 } });
          acknowledged.push(...events.map(({ id }) => id));
        }
      });
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 40), 30_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      api.kill();
      await Promise.all([api.ended, ...callers]);
    }
    await takeTheRest();
    const recorded = await recordedIds('acked-');
    console.log(`${name}: ${API_KILLS} kills, ${acknowledged.length} acknowledged, ${recorded.length} recorded`);
    expect(recorded).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(recorded).size).toBe(recorded.length);
    expect((await prove(core.database, member.tenant)).differences).toEqual([]);
  }, 200_000);
});

/** Purchases and refunds, some before what they take back, some twice: what should come of them is known. */
function seed(count: number) {
  const events: object[] = [];
  const ids = new Set<string>();
  const left = new Map<string, number>();
  for (let n = 0; events.length < count; n++) {
    const id = `seed-${n}`;
    const amount = 100 + (n % 900);
    const bought = purchase(id, amount, { creator: `c${n % 7}`, subject: `u${n % 50}` });
    const part = n % 5 === 0 ? Math.ceil(amount / 3) : amount;
    const family = n % 3 === 0 ? [refund(`${id}-refund`, id, part), bought] : [bought];
    if (n % 4 === 0) family.push(bought);
    left.set(id, n % 3 === 0 ? amount - part : amount);
    for (const event of family) ids.add(event.id);
    // A refund is sent well before its purchase, now and then by a whole round.
    if (n % 6 === 0) events.splice(Math.max(0, events.length - 2 * (n % PER_ROUND)), 0, ...family.splice(0, 1));
    events.push(...family);
  }
  return { events, ids, revenue: [...left.values()].reduce((sum, amount) => sum + amount) };
}

/** Entries that were handed out again after their work had been committed. */
function redeliveries(workers: readonly Doomed[]): number {
  const committed = new Set<string>();
  let count = 0;
  for (const { lines } of workers) {
    for (const line of lines) {
      if ('taken' in line) count += line.taken.filter((place) => committed.has(place)).length;
      if ('committed' in line) for (const place of line.committed) committed.add(place);
    }
  }
  return count;
}
