import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';

/** A message of a topic: where it is, and what it is about. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly about: string | undefined;
}

const CAUGHT_UP_WITHIN_MS = 120_000;

/** Reads along everything that is written to a topic, in a group of its own that nobody waits for. */
export class TopicTail {
  readonly #kafka: Kafka;
  readonly #topic: string;
  readonly #aboutOf: (message: KafkaMessage) => string | undefined;
  #consumer: Consumer | undefined;
  /** By place, since a message may be handed out twice here too. */
  readonly messages = new Map<string, TopicMessage>();
  readonly #listeners = new Set<() => void>();

  /** Of each message only its place and what `aboutOf` says is kept: there are many. */
  constructor(kafka: Kafka, topic: string, aboutOf: (message: KafkaMessage) => string | undefined) {
    this.#aboutOf = aboutOf;
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
      eachMessage: async ({ partition, message }) => {
        const { offset } = message;
        const found = { partition, offset: Number(offset), about: this.#aboutOf(message) };
        this.messages.set(`${partition}/${offset}`, found);
        for (const listener of this.#listeners) listener();
      },
    });
  }

  /** Resolves when everything up to these ends, offsets by partition, has been read. @throws when that takes too long */
  async reach(ends: ReadonlyMap<number, number>): Promise<void> {
    const isThere = () =>
      [...ends].every(([partition, end]) => end === 0 || this.messages.has(`${partition}/${end - 1}`));
    if (isThere()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const listener = () => isThere() && resolve();
    const tooLate = () => reject(new Error(`The checker could not read ${this.#topic} to its end.`));
    const timer = setTimeout(tooLate, CAUGHT_UP_WITHIN_MS);
    this.#listeners.add(listener);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    }
  }

  async stop(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    await consumer?.disconnect();
  }
}
