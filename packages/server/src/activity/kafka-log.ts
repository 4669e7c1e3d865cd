import { type Admin, type Consumer, type EachBatchPayload, type Kafka, Partitioners, type Producer } from 'kafkajs';
import { groupCommit } from './group-commit.ts';
import { type ActivityLog, decodeEntry, encodeRecord, type LogRecord, MAX_BATCH } from './log.ts';

export const ACTIVITY_TOPIC = 'engagement.activity';
const GROUP = 'engagement-worker';
const PARTITIONS = 8;
/** Two partitions at a time: one is parsed and folded while the other waits for its commit. */
const CONCURRENT_PARTITIONS = 2;

export interface KafkaLogOptions {
  readonly topic?: string;
  readonly group?: string;
  readonly partitions?: number;
  /** -1, the default, waits for the topic's replicas. */
  readonly replicationFactor?: number;
}

/** The log as a Kafka topic. Offsets are committed after the work is, and by nobody else. */
export async function createKafkaLog(kafka: Kafka, options: KafkaLogOptions = {}): Promise<ActivityLog> {
  const topic = options.topic ?? ACTIVITY_TOPIC;
  const groupId = options.group ?? GROUP;
  const admin = kafka.admin();
  await admin.connect();
  await ensureTopic(admin, topic, options);
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const append = groupCommit<LogRecord>((records) => send(producer, topic, records), 5000);
  const consumers = new Set<Consumer>();

  return {
    append,

    async consume(handle) {
      const consumer = kafka.consumer({
        groupId,
        sessionTimeout: 15_000,
        maxBytesPerPartition: 2 * 1024 * 1024,
        retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: 5000 },
      });
      consumers.add(consumer);
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
        eachBatch: (payload) => handleBatch(payload, handle),
      });
      return {
        async stop() {
          consumers.delete(consumer);
          await consumer.disconnect();
        },
      };
    },

    backlog: () => lagOf(admin, topic, groupId),

    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.disconnect()));
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

async function ensureTopic(admin: Admin, topic: string, options: KafkaLogOptions): Promise<void> {
  if ((await admin.listTopics()).includes(topic)) return;
  const { partitions: numPartitions = PARTITIONS, replicationFactor = -1 } = options;
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions, replicationFactor }] });
}

/** One user's events share a partition, so that two workers rarely want the same rows. */
const keyOf = ({ tenantId, fact }: LogRecord) => `${tenantId}:${fact.subject ?? fact.id}`;

async function send(producer: Producer, topic: string, records: LogRecord[]): Promise<void> {
  await producer.send({
    topic,
    acks: -1,
    messages: records.map((record) => ({ key: keyOf(record), value: encodeRecord(record) })),
  });
}

async function handleBatch(payload: EachBatchPayload, handle: Parameters<ActivityLog['consume']>[0]): Promise<void> {
  const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale } = payload;
  const { topic, partition, messages } = batch;
  for (let start = 0; start < messages.length; start += MAX_BATCH) {
    if (!isRunning() || isStale()) return;
    const taken = messages.slice(start, start + MAX_BATCH);
    await handle(taken.map(({ value, offset }) => decodeEntry(value?.toString() ?? '', `${partition}/${offset}`)));
    const last = taken.at(-1);
    if (!last) return;
    resolveOffset(last.offset);
    await commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: `${BigInt(last.offset) + 1n}` }] }],
    });
    await heartbeat();
  }
}

async function lagOf(admin: Admin, topic: string, groupId: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const done = new Map(group?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return ends.reduce((lag, { partition, high, low }) => {
    const offset = done.get(partition) ?? -1n;
    return lag + Number(BigInt(high) - (offset < 0n ? BigInt(low) : offset));
  }, 0);
}
