import { Kafka, logLevel } from 'kafkajs';
import { createKafkaLog } from '../packages/server/src/activity/kafka-log.ts';
import type { LogEntry } from '../packages/server/src/activity/log.ts';
import { startWorker } from '../packages/server/src/activity/worker.ts';
import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { createTestEngine, type TestEngine } from '../packages/server/src/testing/engine.ts';
import { startKafka } from '../scripts/engines/kafka.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { oneRowDefinitions, purchases } from './events.ts';
import { compare, type Measured } from './harness.ts';
import { RawMerge } from './raw-merge.ts';
import { judge, warm } from './warm.ts';

export const EVENTS = 40_000;

/** The engines, our side and the reference, each on a database of its own that holds every counter row already. */
export async function openIngest() {
  const [postgres, kafka] = await Promise.all([startPostgres(), startKafka()]);
  const engine = await createTestEngine({ postgresUrl: postgres.url, definitions: oneRowDefinitions });
  const other = await createTestDatabase(postgres.url);
  const raw = new RawMerge(other.url);
  const client = new Kafka({ clientId: 'bench', brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
  await warm(engine, raw);
  return {
    raw,
    ours: (round: number) => ingest(engine, client, round),
    async close() {
      await raw.close();
      await engine.close();
      await other.drop();
      await kafka.stop();
      await postgres.stop();
    },
  };
}

/** Fills a topic, then lets the worker take it: timed from the first batch in hand to the last one committed. */
async function ingest(engine: TestEngine, client: Kafka, round: number): Promise<Measured> {
  const log = await createKafkaLog(client, console.error, {
    topic: `bench-${round}`,
    group: `bench-${round}`,
    partitions: 4,
    replicationFactor: 1,
  });
  const facts = await judge(engine, purchases(EVENTS, 100 + round, Date.now()));
  for (let start = 0; start < facts.length; start += 1000) {
    await log.append(facts.slice(start, start + 1000).map((fact) => ({ tenantId: engine.tenant.id, fact })));
  }
  let started = 0;
  let taken = 0;
  let ended = (_at: number) => {};
  const end = new Promise<number>((resolve) => {
    ended = resolve;
  });
  const worker = await startWorker({
    log: {
      ...log,
      consume: (handle) =>
        log.consume(async (batch: readonly LogEntry[]) => {
          started ||= performance.now();
          await handle(batch);
          taken += batch.length;
          if (taken === EVENTS) ended(performance.now());
        }),
    },
    recorder: engine.recorder,
    tenants: { byId: async () => engine.tenant },
    setAsideForNobody: async ([letter]) => {
      throw new Error(letter?.payload.toString());
    },
  });
  const seconds = ((await end) - started) / 1000;
  if (worker.counts.recorded !== EVENTS) throw new Error(`recorded ${worker.counts.recorded} of ${EVENTS}`);
  await worker.stop();
  await log.close();
  return { units: EVENTS, seconds };
}

export async function run(): Promise<void> {
  const { raw, ours, close } = await openIngest();
  await compare({
    name: 'ingest',
    unit: 'events/s',
    ours,
    reference: (round) => raw.merge(purchases(EVENTS, 100 + round, Date.now())),
    notes: ['Rows per event: 1 fact and 1 counter, on both sides; the counters exist before.'],
  });
  await close();
}
