import type { Kafka } from 'kafkajs';
import type { TenantId } from '../kernel/tenant.ts';
import type { Database } from '../platform/db/database.ts';
import { ensureTopic } from '../platform/kafka/own-topic.ts';
import { openProducer } from '../platform/kafka/producer.ts';
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
  await ensureTopic(admin, { topic: DEAD_LETTER_TOPIC, partitions: 1 });
  await admin.disconnect();
  const producer = await openProducer(kafka);
  return {
    async publish({ tenantId, ids }: DeadLetterPayload): Promise<void> {
      const letters = await Promise.all(ids.map((id) => findDeadLetter(database.orm, tenantId, `${id}`)));
      const messages = letters
        .filter((letter) => letter !== undefined)
        .map((letter) => ({ key: `${tenantId}:${letter.id}`, value: JSON.stringify({ tenantId, ...letter }) }));
      await producer.send(DEAD_LETTER_TOPIC, messages);
    },
    close: () => producer.close(),
  };
}
