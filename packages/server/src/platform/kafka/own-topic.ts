import type { Admin } from 'kafkajs';

export interface OwnTopic {
  readonly topic: string;
  readonly partitions: number;
  /** -1 leaves it to the broker. */
  readonly replicationFactor?: number | undefined;
}

/** An event may be as large as a batch of them, 2 MiB, and grows when it is written as text in JSON. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** Creates a topic of ours unless it is there. */
export async function ensureTopic(admin: Admin, { topic, partitions, replicationFactor = -1 }: OwnTopic) {
  if ((await admin.listTopics()).includes(topic)) return;
  const configEntries = [{ name: 'max.message.bytes', value: `${MAX_MESSAGE_BYTES}` }];
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
  });
}
