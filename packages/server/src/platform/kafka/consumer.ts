import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';

export interface KafkaConsumerOptions {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topics: readonly string[];
  /** The most that `handle` is given at once. */
  readonly maxBatch: number;
  readonly concurrentPartitions?: number;
  /** Messages of one partition, in order. Their offset is committed when it resolves; when it rejects they come again. */
  readonly handle: (place: KafkaPlace, messages: readonly KafkaMessage[]) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

export interface KafkaPlace {
  readonly topic: string;
  readonly partition: number;
}

export interface KafkaConsumer {
  /** Finishes the batch in hand, then stops. */
  stop(): Promise<void>;
}

const RESTART_MS = 1000;

/** Reads topics from their beginning, at least once: an offset is committed after the work is, and by nobody else. */
export async function startConsumer(options: KafkaConsumerOptions): Promise<KafkaConsumer> {
  const consumer = options.kafka.consumer({
    groupId: options.group,
    // So long are the partitions of a process that died left to it.
    sessionTimeout: 10_000,
    // How long a stop, or a change of the group, may have to wait for an idle consumer.
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 2 * 1024 * 1024,
    allowAutoTopicCreation: false,
    retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: 5000 },
  });
  let restart: NodeJS.Timeout | undefined;
  let stopped = false;
  // kafkajs starts again by itself after what it holds to be passing, and gives up in silence after the rest.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    options.onFailure(payload.error);
    if (payload.restart || stopped) return;
    const again = () => run(consumer, options).catch(retry);
    const retry = (error: unknown) => {
      options.onFailure(error);
      if (!stopped) restart = setTimeout(again, RESTART_MS);
    };
    restart = setTimeout(again, RESTART_MS);
  });
  try {
    await run(consumer, options);
  } catch (error) {
    await consumer.disconnect();
    throw error;
  }
  return {
    async stop() {
      stopped = true;
      clearTimeout(restart);
      await consumer.disconnect();
    },
  };
}

async function run(consumer: Consumer, options: KafkaConsumerOptions): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.concurrentPartitions ?? 1,
    eachBatch: (payload) => handleBatch(payload, options),
  });
}

async function handleBatch(payload: EachBatchPayload, { handle, maxBatch, onFailure }: KafkaConsumerOptions) {
  const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale } = payload;
  const { topic, partition, messages } = batch;
  for (let start = 0; start < messages.length; start += maxBatch) {
    if (!isRunning() || isStale()) return;
    const taken = messages.slice(start, start + maxBatch);
    const last = taken.at(-1);
    if (!last) return;
    try {
      await handle({ topic, partition }, taken);
    } catch (error) {
      onFailure(error);
      throw error;
    }
    resolveOffset(last.offset);
    await commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: `${BigInt(last.offset) + 1n}` }] }],
    });
    await heartbeat();
  }
}
