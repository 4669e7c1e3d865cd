import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { createTopic, deleteTopics, ownName, testKafka } from '../../testing/kafka.ts';
import { startConsumer } from './consumer.ts';

/** Longer than the group waits for a member that is silent. */
const LONG_MS = 13_000;

test('a batch that takes longer than the group waits for the silent is handed out once', async () => {
  const kafka = testKafka(inject('kafkaBrokers'));
  const [topic, group] = [ownName('slow'), ownName('slow-group')];
  await createTopic(kafka, topic);
  onTestFinished(() => deleteTopics(kafka, [topic]));
  const producer = kafka.producer();
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  onTestFinished(async () => void (await Promise.all([producer.disconnect(), admin.disconnect()])));
  await producer.send({ topic, messages: [{ value: 'slow' }] });

  const handed: string[] = [];
  const failures: unknown[] = [];
  const consumer = await startConsumer({
    kafka,
    group,
    topics: [topic],
    maxBatch: 10,
    onFailure: (error) => failures.push(error),
    async handle(_, messages) {
      handed.push(...messages.map(({ value }) => `${value}`));
      await pause(LONG_MS);
    },
  });
  onTestFinished(() => consumer.stop());
  const saved = async () => (await admin.fetchOffsets({ groupId: group, topics: [topic] }))[0]?.partitions[0]?.offset;
  await vi.waitFor(async () => expect(await saved()).toBe('1'), { timeout: LONG_MS + 10_000, interval: 200 });
  expect(handed).toEqual(['slow']);
  expect(failures).toEqual([]);
}, 40_000);
