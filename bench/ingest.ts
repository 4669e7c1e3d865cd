import { randomBytes } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import pino from 'pino';
import demo from '../examples/marketplace/src/definitions.ts';
import type { DefinitionsInput } from '../packages/contract/src/index.ts';
import { createKafkaLog } from '../packages/server/src/activity/kafka-log.ts';
import type { LogEntry } from '../packages/server/src/activity/log.ts';
import { startWorker } from '../packages/server/src/activity/worker.ts';
import { type Core, openCore } from '../packages/server/src/compose/core.ts';
import type { Tenant } from '../packages/server/src/kernel/tenant.ts';
import { createMember } from '../packages/server/src/testing/cast.ts';
import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { applyDefinitions } from '../packages/server/src/testing/whole-server.ts';
import { startKafka } from '../scripts/engines/kafka.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { startRedis } from '../scripts/engines/redis.ts';
import { cpuMicros } from './cpu.ts';
import { oneBoardDefinitions, purchases } from './events.ts';
import { compare, type Measured, median } from './harness.ts';
import { RawMerge } from './raw-merge.ts';
import { judge, warm } from './warm.ts';

const EVENTS = 40_000;
const WARM_ROUNDS = 1;
const DEMO_ROUNDS = 3;

type Engines = Awaited<ReturnType<typeof startEngines>>;

async function startEngines() {
  const [postgres, kafka, redis] = await Promise.all([startPostgres(), startKafka(), startRedis()]);
  return {
    postgres,
    kafka,
    redis,
    /** CPU time of all that handles an event, in microseconds: this process, Postgres and Redis. */
    cpu() {
      const { user, system } = process.cpuUsage();
      return user + system + cpuMicros(postgres.pid) + cpuMicros(redis.pid);
    },
    stop: () => Promise.all([postgres.stop(), kafka.stop(), redis.stop()]),
  };
}

/** The worker's side: the server's core on a database of its own, boards in Redis, no doors. */
async function openWorker(engines: Engines, definitions: DefinitionsInput) {
  const database = await createTestDatabase(engines.postgres.url);
  const masterKey = randomBytes(32);
  const core = await openCore({
    databaseUrl: database.url,
    masterKey,
    redisUrl: engines.redis.url,
    kafkaBrokers: [],
    logger: pino({ level: 'silent' }),
  });
  const member = await createMember(core.tenants, core.clock, 'market');
  await applyDefinitions(core, member, definitions);
  await core.redis?.ready();
  const client = new Kafka({ clientId: 'bench', brokers: [...engines.kafka.brokers], logLevel: logLevel.NOTHING });
  const perEvent: number[] = [];
  return {
    core,
    tenant: member.tenant,
    /** Builds what is shown, so that from here on each event changes it. */
    build: async () => {
      const { boards } = await core.catalogues.current(member.tenant.id);
      await core.standings.rebuild(member.tenant, [...boards.keys()]);
    },
    async take(round: number): Promise<Measured> {
      const { cpu, ...measured } = await ingest({ core, client, tenant: member.tenant, engines, round });
      if (round >= WARM_ROUNDS) perEvent.push(cpu / measured.units);
      return measured;
    },
    /** CPU time an event, in microseconds. */
    perEvent: () => Math.round(median(perEvent)),
    async close() {
      await core.close();
      await database.drop();
    },
  };
}

interface Ingesting {
  readonly core: Core;
  readonly client: Kafka;
  readonly tenant: Tenant;
  readonly engines: Engines;
  readonly round: number;
}

/** Fills a topic, then lets the worker take it: timed from the first batch in hand to the last one committed. */
async function ingest({ core, client, tenant, engines, round }: Ingesting): Promise<Measured & { cpu: number }> {
  const name = `bench-${core.databaseUrl.split('/').at(-1)}-${round}`;
  const log = await createKafkaLog(client, console.error, {
    topic: name,
    group: name,
    partitions: 4,
    replicationFactor: 1,
  });
  const facts = await judge({ ...core, tenant }, purchases(EVENTS, 100 + round, Date.now()));
  for (let start = 0; start < facts.length; start += 1000) {
    await log.append(facts.slice(start, start + 1000).map((fact) => ({ tenantId: tenant.id, fact })));
  }
  const began = { at: 0, cpu: 0 };
  let taken = 0;
  const ended = Promise.withResolvers<{ at: number; cpu: number }>();
  const worker = await startWorker({
    log: {
      ...log,
      consume: (handle) =>
        log.consume(async (batch: readonly LogEntry[]) => {
          if (began.at === 0) Object.assign(began, { at: performance.now(), cpu: engines.cpu() });
          await handle(batch);
          taken += batch.length;
          if (taken === EVENTS) ended.resolve({ at: performance.now(), cpu: engines.cpu() });
        }),
    },
    recorder: core.recorder,
    tenants: { byId: async () => tenant },
    setAsideForNobody: async ([letter]) => {
      throw new Error(letter?.payload.toString());
    },
  });
  const end = await ended.promise;
  if (worker.counts.recorded !== EVENTS) throw new Error(`recorded ${worker.counts.recorded} of ${EVENTS}`);
  await worker.stop();
  await log.close();
  return { units: EVENTS, seconds: (end.at - began.at) / 1000, cpu: end.cpu - began.cpu };
}

/** Both sides of the benches on a log that is taken: one counter row and one board in Redis an event. */
export async function openIngest() {
  const engines = await startEngines();
  const worker = await openWorker(engines, oneBoardDefinitions);
  const other = await createTestDatabase(engines.postgres.url);
  const raw = new RawMerge(other.url);
  await warm({ ...worker.core, tenant: worker.tenant }, raw);
  await worker.build();
  return {
    raw,
    engines,
    worker,
    async close() {
      await raw.close();
      await worker.close();
      await other.drop();
      await engines.stop();
    },
  };
}

export async function run(): Promise<void> {
  const { raw, engines, worker, close } = await openIngest();
  const shop = await openWorker(engines, demo);
  await shop.take(0);
  await shop.build();
  for (let round = 1; round <= DEMO_ROUNDS; round++) await shop.take(round);
  const rawPerEvent: number[] = [];
  await compare({
    name: 'ingest',
    unit: 'events/s',
    ours: (round) => worker.take(round),
    async reference(round) {
      const events = purchases(EVENTS, 100 + round, Date.now());
      const before = engines.cpu();
      const measured = await raw.merge(events);
      rawPerEvent.push((engines.cpu() - before) / EVENTS);
      return measured;
    },
    notes: () => [
      'An event is 1 fact and 1 counter on both sides, and 1 board in Redis on ours; the counters exist before.',
      `CPU an event, of Node, Postgres and Redis: ${worker.perEvent()} µs; with the definitions of the demo ${shop.perEvent()} µs.`,
      `The raw merge, which tells how fast this machine is: ${Math.round(median(rawPerEvent))} µs.`,
    ],
  });
  await shop.close();
  await close();
}
