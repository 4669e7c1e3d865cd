import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis as RedisClient } from 'ioredis';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import postgres from 'postgres';
import { expect, inject, onTestFinished, test } from 'vitest';
import { startKafka } from './kafka.ts';
import { startPostgres } from './postgres.ts';
import { isAlive } from './process.ts';
import { startRedis } from './redis.ts';

test('Redis answers and keeps what it is given', async () => {
  const redis = new RedisClient(inject('redisUrl'));
  onTestFinished(() => redis.disconnect());
  expect(await redis.ping()).toBe('PONG');
  await redis.set('engines-test', 'kept', 'EX', 60);
  expect(await redis.get('engines-test')).toBe('kept');
});

test('Postgres answers its superuser', async () => {
  const sql = postgres(inject('postgresUrl'), { max: 1 });
  onTestFinished(() => sql.end());
  const [row] =
    await sql`select current_setting('server_encoding') as encoding, usesuper from pg_user where usename = current_user`;
  expect(row).toEqual({ encoding: 'UTF8', usesuper: true });
});

test('starting Postgres leaves how this process ends alone', async () => {
  const before = process.rawListeners('beforeExit');
  const engine = await startPostgres();
  onTestFinished(() => engine.stop());
  expect(process.rawListeners('beforeExit')).toEqual(before);
});

test('a Redis of one’s own is killed and comes back on its port', async () => {
  const engine = await startRedis();
  onTestFinished(() => engine.stop());
  const killed = engine.pid;
  await engine.kill();
  expect(isAlive(killed)).toBe(false);
  await engine.restart();
  expect(engine.pid).not.toBe(killed);
  const redis = new RedisClient(engine.url);
  onTestFinished(() => redis.disconnect());
  expect(await redis.ping()).toBe('PONG');
});

test('Kafka gives back what was produced, also after a kill and from a folder that is kept', {
  timeout: 90_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kafka-data-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const engine = await startKafka({ dataDir });
  onTestFinished(() => engine.stop());
  const client = new KafkaClient({ brokers: engine.brokers, logLevel: logLevel.NOTHING });
  await create(client, 'engines-test');
  await produce(client, 'engines-test', ['one', 'two']);
  expect(await consume(client, 'engines-test', 2)).toEqual(['one', 'two']);
  await engine.kill();
  await engine.restart();
  await produce(client, 'engines-test', ['three']);
  await engine.stop();
  const next = await startKafka({ dataDir });
  onTestFinished(() => next.stop());
  const nextClient = new KafkaClient({ brokers: next.brokers, logLevel: logLevel.NOTHING });
  expect(await consume(nextClient, 'engines-test', 3)).toEqual(['one', 'two', 'three']);
});

async function create(client: KafkaClient, topic: string): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
  await admin.disconnect();
}

async function produce(client: KafkaClient, topic: string, values: string[]): Promise<void> {
  const producer = client.producer({ idempotent: true });
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function consume(client: KafkaClient, topic: string, count: number): Promise<string[]> {
  const consumer = client.consumer({ groupId: `${topic}-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const values: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
      if (values.push(String(message.value)) === count) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return values;
}
