import { setTimeout } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { OperatorError } from '../../kernel/operator-error.ts';

export interface OwnTopic {
  readonly topic: string;
  readonly partitions: number;
  /** -1 leaves it to the broker. */
  readonly replicationFactor?: number | undefined;
}

/** An event may be as large as a batch of them, 2 MiB, and grows when it is written as text in JSON. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const LEADERS_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** Creates a topic of ours unless it is there, and waits until it can be written to. */
export async function ensureTopic(admin: Admin, { topic, partitions, replicationFactor = -1 }: OwnTopic) {
  if ((await admin.listTopics()).includes(topic)) return;
  const configEntries = [{ name: 'max.message.bytes', value: `${MAX_MESSAGE_BYTES}` }];
  await admin.createTopics({
    waitForLeaders: false,
    topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
  });
  await untilLed(admin, topic);
}

/** A busy broker knows nothing of a new topic for a while, and kafkajs takes that for the end. */
async function untilLed(admin: Admin, topic: string): Promise<void> {
  const deadline = performance.now() + LEADERS_MS;
  while (!(await isLed(admin, topic))) {
    if (performance.now() > deadline) throw new OperatorError(`The topic ${topic} has no leader.`);
    await setTimeout(LOOK_AGAIN_MS);
  }
}

/** Offsets are told by the leader of each partition, once it has taken office. */
async function isLed(admin: Admin, topic: string): Promise<boolean> {
  try {
    return (await admin.fetchTopicOffsets(topic)).length > 0;
  } catch {
    return false;
  }
}
