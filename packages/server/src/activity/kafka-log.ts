import type { Admin, Kafka } from 'kafkajs';
import { OperatorError } from '../kernel/operator-error.ts';
import { type KafkaConsumer, startConsumer } from '../platform/kafka/consumer.ts';
import { ensureTopic } from '../platform/kafka/own-topic.ts';
import { type KafkaText, openProducer } from '../platform/kafka/producer.ts';
import { type GroupCommitLimits, groupCommit, logUnavailable } from './group-commit.ts';
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
  /** -1, the default, leaves it to the broker. */
  readonly replicationFactor?: number;
  readonly limits?: Partial<GroupCommitLimits>;
}

/** The log as a Kafka topic. Offsets are committed after the work is, and by nobody else. */
export async function createKafkaLog(
  kafka: Kafka,
  onFailure: (error: unknown) => void,
  options: KafkaLogOptions = {},
): Promise<ActivityLog> {
  const { topic = ACTIVITY_TOPIC, group = GROUP, partitions = PARTITIONS, replicationFactor, limits } = options;
  const admin = kafka.admin();
  await admin.connect().catch((cause: unknown) => {
    throw new OperatorError('No Kafka broker can be reached: check KAFKA_BROKERS, or leave it out.', { cause });
  });
  await ensureTopic(admin, { topic, partitions, replicationFactor });
  const producer = await openProducer(kafka);
  const line = groupCommit<KafkaText>(
    (messages) =>
      producer.send(topic, messages).catch((cause: unknown) => {
        throw logUnavailable('The log cannot be reached.', cause);
      }),
    ({ key, value }) => key.length + value.length,
    limits,
  );
  const consumers = new Set<KafkaConsumer>();

  return {
    append: (records) => line.append(records.map((record) => ({ key: keyOf(record), value: encodeRecord(record) }))),
    held: line.held,

    async consume(handle) {
      const consumer = await startConsumer({
        kafka,
        group,
        topics: [topic],
        maxBatch: MAX_BATCH,
        concurrentPartitions: CONCURRENT_PARTITIONS,
        onFailure,
        handle: ({ partition }, messages) =>
          handle(messages.map(({ value, offset }) => decodeEntry(value?.toString() ?? '', `${partition}/${offset}`))),
      });
      consumers.add(consumer);
      return {
        async stop() {
          consumers.delete(consumer);
          await consumer.stop();
        },
      };
    },

    backlog: () => lagOf(admin, topic, group),

    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      await producer.close();
      await admin.disconnect();
    },
  };
}

/** One user's events share a partition, so that two workers rarely want the same rows. */
const keyOf = ({ tenantId, fact }: LogRecord) => `${tenantId}:${fact.subject ?? fact.id}`;

async function lagOf(admin: Admin, topic: string, groupId: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const done = new Map(group?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return ends.reduce((lag, { partition, high, low }) => {
    const offset = done.get(partition) ?? -1n;
    return lag + Number(BigInt(high) - (offset < BigInt(low) ? BigInt(low) : offset));
  }, 0);
}
