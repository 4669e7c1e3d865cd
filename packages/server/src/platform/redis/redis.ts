import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger.ts';

/** How long anyone waits for an answer of Redis: whatever it holds can be had from Postgres too. */
const ANSWER_MS = 250;

/** Connects by itself, again and again; while it is away, commands fail at once instead of waiting in a queue. */
export function connectRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    connectionName: 'engagement',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1000),
  });
  redis.on('error', (err) => logger.debug({ err }, 'Redis is away'));
  return redis;
}
