import { sql } from 'drizzle-orm';
import type { Kafka, Producer } from 'kafkajs';
import { createKafkaLog } from '../activity/kafka-log.ts';
import type { ActivityLog } from '../activity/log.ts';
import { createPostgresLog } from '../activity/postgres-log.ts';
import { openDatabase, rows } from '../platform/db/database.ts';
import { createTestDatabase } from './database.ts';
import { deleteTopics, ownName, testKafka } from './kafka.ts';
import { type EngineProxy, startProxy, through } from './proxy.ts';

/** A log of one's own, with its engine behind a proxy. */
export interface TestLog {
  readonly log: ActivityLog;
  readonly engine: EngineProxy;
  /** What consumers reported. */
  readonly failures: unknown[];
  /** Writes to the engine what no server would. */
  writeText(texts: readonly string[]): Promise<void>;
  /** How many writes the appends have cost so far. */
  writes(): Promise<number>;
  close(): Promise<void>;
}

export async function openTestPostgresLog(postgresUrl: string): Promise<TestLog> {
  const test = await createTestDatabase(postgresUrl);
  const { hostname: host, port } = new URL(test.url);
  const engine = await startProxy({ host, port: Number(port) });
  const database = openDatabase({ url: through(test.url, engine), applicationName: 'test-log', maxConnections: 8 });
  const failures: unknown[] = [];
  return {
    log: createPostgresLog(database, (error) => failures.push(error)),
    engine,
    failures,
    async writeText(texts) {
      for (const text of texts)
        await test.database.orm.execute(sql`insert into activity_log (record) values (${text})`);
    },
    async writes() {
      const [row] = await rows<{ n: string }>(
        test.database.orm,
        sql`select count(distinct xmin::text) as n from activity_log`,
      );
      return Number(row?.n);
    },
    async close() {
      engine.restore();
      await database.close();
      await engine.close();
      await test.drop();
    },
  };
}

export async function openTestKafkaLog(brokers: string): Promise<TestLog> {
  const [host = '', port] = brokers.split(':');
  const engine = await startProxy({ host, port: Number(port) });
  const counted = { sends: 0 };
  const kafka = countingSends(testKafka(brokers, engine), counted);
  const direct = testKafka(brokers);
  const topic = ownName('activity');
  const failures: unknown[] = [];
  const log = await createKafkaLog(kafka, (error) => failures.push(error), { topic, group: topic, partitions: 4 });
  return {
    log,
    engine,
    failures,
    async writeText(texts) {
      const producer = direct.producer();
      await producer.connect();
      await producer.send({ topic, messages: texts.map((value) => ({ value })) });
      await producer.disconnect();
    },
    writes: async () => counted.sends,
    async close() {
      engine.restore();
      await log.close();
      await engine.close();
      await deleteTopics(direct, [topic]);
    },
  };
}

/** A process that was killed keeps its partitions for so long. */
const SESSION_MS = 2500;
/** Often enough that a process which is alive is not taken for dead. */
const HEARTBEAT_MS = 500;

/** The log as a topic of one's own, taken over soon after a kill. */
export function openOwnKafkaLog(brokers: string, topic: string): Promise<ActivityLog> {
  const kafka = testKafka(brokers);
  const patience = { sessionTimeout: SESSION_MS, heartbeatInterval: HEARTBEAT_MS };
  const consumer: Kafka['consumer'] = (options) => kafka.consumer({ ...options, ...patience } as never);
  const impatient = Object.create(kafka, { consumer: { value: consumer } }) as Kafka;
  return createKafkaLog(impatient, () => {}, { topic, group: topic, partitions: 4 });
}

function countingSends(kafka: Kafka, counted: { sends: number }): Kafka {
  const producer: Kafka['producer'] = (options) => {
    const made: Producer = kafka.producer(options);
    return {
      ...made,
      send: (record) => {
        counted.sends += 1;
        return made.send(record);
      },
    };
  };
  return Object.create(kafka, { producer: { value: producer } }) as Kafka;
}
