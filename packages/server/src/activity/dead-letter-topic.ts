import { type Kafka, Partitioners } from 'kafkajs';
import type { TenantId } from '../kernel/tenant.ts';
import type { Database } from '../platform/db/database.ts';
import { findDeadLetter } from './dead-letters.ts';

export const DEAD_LETTER_TOPIC = 'engagement.dead-letter';

export interface DeadLetterPayload {
  readonly tenantId: TenantId;
  readonly ids: readonly number[];
}

/** Copies dead letters to the Kafka topic, for those who watch it there. A job may come twice: the id tells. */
export async function openDeadLetterTopic(kafka: Kafka, database: Database) {
  const admin = kafka.admin();
  await admin.connect();
  if (!(await admin.listTopics()).includes(DEAD_LETTER_TOPIC)) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic: DEAD_LETTER_TOPIC, numPartitions: 1, replicationFactor: -1 }],
    });
  }
  await admin.disconnect();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    async publish({ tenantId, ids }: DeadLetterPayload): Promise<void> {
      const letters = await Promise.all(ids.map((id) => findDeadLetter(database.orm, tenantId, `${id}`)));
      const messages = letters
        .filter((letter) => letter !== undefined)
        .map((letter) => ({ key: `${tenantId}:${letter.id}`, value: JSON.stringify(letter) }));
      if (messages.length > 0) await producer.send({ topic: DEAD_LETTER_TOPIC, acks: -1, messages });
    },
    close: () => producer.disconnect(),
  };
}
