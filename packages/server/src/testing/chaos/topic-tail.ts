import type { Consumer, Kafka } from 'kafkajs';

/** A message of a topic, and where it is. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** Reads along everything that is written to a topic, in a group of its own that nobody waits for. */
export class TopicTail {
  readonly #kafka: Kafka;
  readonly #topic: string;
  #consumer: Consumer | undefined;
  /** By place, since a message may be handed out twice here too. */
  readonly messages = new Map<string, TopicMessage>();
  readonly #listeners = new Set<() => void>();

  constructor(kafka: Kafka, topic: string) {
    this.#kafka = kafka;
    this.#topic = topic;
  }

  async start(): Promise<void> {
    const consumer = this.#kafka.consumer({
      groupId: `chaos-tail-${this.#topic}-${process.pid}`,
      maxWaitTimeInMs: 200,
      retry: { retries: Number.MAX_SAFE_INTEGER, maxRetryTime: 2000 },
    });
    this.#consumer = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && this.#consumer === consumer) void consumer.disconnect().then(() => this.start());
    });
    await consumer.connect();
    await consumer.subscribe({ topic: this.#topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message: { key, value, offset } }) => {
        const found = {
          partition,
          offset: Number(offset),
          key: key?.toString() ?? null,
          value: value?.toString() ?? null,
        };
        this.messages.set(`${partition}/${offset}`, found);
        for (const listener of this.#listeners) listener();
      },
    });
  }

  /** Resolves when everything up to these ends, offsets by partition, has been read. */
  async reach(ends: ReadonlyMap<number, number>): Promise<void> {
    const isThere = () =>
      [...ends].every(([partition, end]) => end === 0 || this.messages.has(`${partition}/${end - 1}`));
    if (isThere()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = () => isThere() && resolve();
    this.#listeners.add(listener);
    await promise;
    this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    await consumer?.disconnect();
  }
}
