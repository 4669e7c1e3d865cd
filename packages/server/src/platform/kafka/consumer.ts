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
  /** Finishes the batch in hand unless that takes too long, then stops. */
  stop(): Promise<void>;
}

const RESTART_MS = 1000;
/** So long are the partitions of a process that died left to it. */
const SESSION_MS = 10_000;
/** Between two failures of the same batch nothing says that we live: far shorter than a session. */
const MOST_BETWEEN_TRIES_MS = 3000;
const HEARTBEAT_MS = 2000;
/** A batch that takes longer to finish is handed back: whoever stops has little time, and nothing of it is lost. */
const FINISH_MS = 8000;
/** A group that forms anew may take a minute for that; who leaves it does not wait, and is missed by the others soon. */
const LEAVE_MS = 2000;

/** Reads topics from their beginning, at least once: an offset is committed after the work is, and by nobody else. */
export async function startConsumer(options: KafkaConsumerOptions): Promise<KafkaConsumer> {
  const consumer = options.kafka.consumer({
    groupId: options.group,
    sessionTimeout: SESSION_MS,
    // How long a stop, or a change of the group, may have to wait for an idle consumer.
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 2 * 1024 * 1024,
    allowAutoTopicCreation: false,
    heartbeatInterval: HEARTBEAT_MS,
    retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: MOST_BETWEEN_TRIES_MS },
  });
  let restart: NodeJS.Timeout | undefined;
  let stopped = false;
  const inHand = new Set<Promise<void>>();
  const take = (payload: EachBatchPayload) => {
    const work = handleBatch(payload, options, () => stopped).finally(() => inHand.delete(work));
    inHand.add(work);
    return work;
  };
  // kafkajs starts again by itself after what it holds to be passing, and gives up in silence after the rest.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    options.onFailure(payload.error);
    if (payload.restart || stopped) return;
    const again = () => run(consumer, options, take).catch(retry);
    const retry = (error: unknown) => {
      options.onFailure(error);
      if (!stopped) restart = setTimeout(again, RESTART_MS);
    };
    restart = setTimeout(again, RESTART_MS);
  });
  try {
    await run(consumer, options, take);
  } catch (error) {
    await consumer.disconnect();
    throw error;
  }
  return {
    async stop() {
      stopped = true;
      clearTimeout(restart);
      const left = consumer.disconnect();
      await within(FINISH_MS, Promise.allSettled(inHand));
      await within(LEAVE_MS, left);
    },
  };
}

async function run(
  consumer: Consumer,
  { topics, concurrentPartitions = 1 }: KafkaConsumerOptions,
  take: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: concurrentPartitions,
    eachBatch: take,
  });
}

async function handleBatch(
  payload: EachBatchPayload,
  { handle, maxBatch, onFailure }: KafkaConsumerOptions,
  isStopped: () => boolean,
) {
  const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale } = payload;
  const { topic, partition, messages } = batch;
  // Left to itself kafkajs says only between batches that it lives. Whoever takes longer for one would be expelled,
  // handed the same batch again, and so on without end. What goes wrong here is met again below.
  const beating = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
  try {
    for (let start = 0; start < messages.length; start += maxBatch) {
      if (isStopped() || !isRunning() || isStale()) return;
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
  } finally {
    clearInterval(beating);
  }
}

/** Resolves when the work is done, or after so long; never rejects. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
