import { connect } from 'node:net';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { LOG_TOPIC } from './observer.ts';
import type { ShopEvent } from './story.ts';

/** The topics that marketplaces had before, and what is written past the front door. */
export class ShopTopics {
  readonly #producer: Producer;

  private constructor(producer: Producer) {
    this.#producer = producer;
  }

  /** `brokerPort` is the broker's own, `clientPort` the one that its clients are told. */
  static async open(brokerPort: number, clientPort: number, topics: readonly string[]): Promise<ShopTopics> {
    const options = { clientId: 'shop', logLevel: logLevel.NOTHING };
    const direct = new Kafka({
      ...options,
      brokers: [`127.0.0.1:${brokerPort}`],
      socketFactory: ({ onConnect }) => connect({ host: '127.0.0.1', port: brokerPort }, onConnect),
    });
    const admin = direct.admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: `${8 * 1024 * 1024}` }];
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({ topic, numPartitions: 2, configEntries })),
    });
    await admin.disconnect();
    const kafka = new Kafka({
      ...options,
      brokers: [`127.0.0.1:${clientPort}`],
      requestTimeout: 5000,
      retry: { initialRetryTime: 200, retries: 1 },
    });
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return new ShopTopics(producer);
  }

  /** Durable when it resolves; when it rejects, it may be there or not. */
  async produce(topic: string, events: readonly ShopEvent[]): Promise<void> {
    const messages = events.map((event) => ({ key: event.subject ?? null, value: JSON.stringify(event) }));
    if (messages.length > 0) await this.#producer.send({ topic, acks: -1, messages });
  }

  /** Writes what no server would; where it stands, as `partition/offset`. */
  async produceRaw(topic: string, value: string | null): Promise<string> {
    const [written] = await this.#producer.send({ topic, acks: -1, messages: [{ value, partition: 0 }] });
    return `0/${written?.baseOffset}`;
  }

  /** Writes into the server's own log, as an intruder. */
  async produceIntoLog(value: string): Promise<void> {
    await this.produceRaw(LOG_TOPIC, value);
  }

  close(): Promise<void> {
    return this.#producer.disconnect();
  }
}
