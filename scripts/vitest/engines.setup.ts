import type { TestProject } from 'vitest/node';
import { installChromium } from '../engines/chromium.ts';
import { type Kafka, startKafka } from '../engines/kafka.ts';
import { type Postgres, startPostgres } from '../engines/postgres.ts';
import { type Redis, startRedis } from '../engines/redis.ts';

// Nobody pulls the plug: what Postgres has written outlives its crashes. Each test database is some hundred files that are
// deleted soon, and ext4 without a journal looks at all that were deleted lately before it makes one.
const postgresOptions = { settings: { fsync: 'off', max_wal_size: '256MB' }, quick: true };

interface Engines {
  redis: Redis | undefined;
  kafka: Kafka | undefined;
  postgres: Postgres;
}

// Each project loads this file anew, and all of them share one set of engines.
const shared = globalThis as typeof globalThis & { testEngines?: Promise<Engines> | undefined };

/** Starts the engines with the first project that asks; REDIS_URL and KAFKA_BROKERS name engines that run already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testEngines ??= startEngines();
  const engines = await shared.testEngines;
  project.provide('redisUrl', engines.redis?.url ?? (process.env.REDIS_URL as string));
  project.provide('kafkaBrokers', engines.kafka?.brokers.join(',') ?? (process.env.KAFKA_BROKERS as string));
  project.provide('postgresUrl', engines.postgres.url);
  project.provide('chromiumPath', installChromium());
  return stopEngines;
}

async function startEngines(): Promise<Engines> {
  const [redis, kafka, postgres] = await Promise.all([
    process.env.REDIS_URL ? undefined : startRedis(),
    process.env.KAFKA_BROKERS ? undefined : startKafka(),
    startPostgres(postgresOptions),
  ]);
  return { redis, kafka, postgres };
}

async function stopEngines(): Promise<void> {
  const engines = await shared.testEngines;
  shared.testEngines = undefined;
  await Promise.all([engines?.redis?.stop(), engines?.kafka?.stop(), engines?.postgres.stop()]);
}
