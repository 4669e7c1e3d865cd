import { type Kafka, type Message, Partitioners } from 'kafkajs';

export interface KafkaProducer {
  /** Resolves when every replica in sync has the messages. When it rejects, some may have been written. */
  send(topic: string, messages: readonly KafkaText[]): Promise<void>;
  close(): Promise<void>;
}

export interface KafkaText extends Message {
  readonly key: string;
  readonly value: string;
}

/** A broker takes about a megabyte at once by default, and what goes to one partition goes at once. */
const MAX_SEND_BYTES = 900 * 1024;

/**
 * Not idempotent, on purpose: after a send that failed unseen, kafkajs uses its sequence numbers again, and the broker
 * takes the next records for a repetition and drops them. Repeated records do no harm here.
 */
export async function openProducer(kafka: Kafka): Promise<KafkaProducer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    async send(topic, messages) {
      for (const part of parts(messages)) await producer.send({ topic, acks: -1, messages: part });
    },
    close: () => producer.disconnect(),
  };
}

function parts(messages: readonly KafkaText[]): KafkaText[][] {
  const found: KafkaText[][] = [];
  let part: KafkaText[] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.value);
    if (part.length > 0 && size + bytes > MAX_SEND_BYTES) {
      found.push(part);
      part = [];
      size = 0;
    }
    part.push(message);
    size += bytes;
  }
  if (part.length > 0) found.push(part);
  return found;
}
