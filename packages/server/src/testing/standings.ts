import { pino } from 'pino';
import type { Catalogues } from '../definitions/catalogue.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { createNotices } from '../metrics/notices.ts';
import { openRedisEngine, Unshown } from '../modules/leaderboards/index.ts';
import type { Database } from '../platform/db/database.ts';
import { openRedis } from '../platform/redis/redis.ts';
import type { storedPeriods } from './boards.ts';

export interface TestStandingsOptions {
  readonly redisUrl: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: ReturnType<typeof storedPeriods>;
  /** How long readers wait for Redis, and in all; by default no machine is too slow for that. */
  readonly readMs?: number;
  readonly patienceMs?: number;
  readonly list: () => Promise<readonly Tenant[]>;
}

/** The engines that boards are read from: every test of boards holds on each of them. */
export const ENGINES = [{ engine: 'Postgres' }, { engine: 'Redis' }] as const;

/** Boards in Redis as a server keeps them, with a keeper at work. */
export async function openTestStandings(options: TestStandingsOptions) {
  const { redisUrl, database, list, readMs = 10_000, patienceMs = 10_000, ...rest } = options;
  const redis = openRedis(redisUrl, pino({ level: 'silent' }), readMs);
  const troubles: unknown[] = [];
  const healed: number[] = [];
  const notices = createNotices(database);
  const engine = await openRedisEngine({
    ...rest,
    redis,
    database,
    patienceMs,
    notices,
    unshown: new Unshown({ database, onTrouble: (error) => void troubles.push(error) }),
    concerned: { rowsOf: async () => [] },
    tenants: { list },
    onHealed: (_, differences) => void healed.push(differences),
    onTrouble: (error) => void troubles.push(error),
  });
  const keeping = engine.startKeeping();
  await redis.ready();
  return {
    engine,
    redis,
    troubles,
    /** How much each proof had built again. */
    healed,
    /** How reads were answered so far. */
    counts: engine.standings.counts,
    /** Resolves when everything that should be in Redis is there. */
    async settle() {
      await engine.keeper.settle();
      await notices.flush();
    },
    /** Takes everything of this database out of Redis. */
    async flush() {
      await redis.writes.guarded(async (client) => {
        for await (const keys of client.scanStream({ match: `${engine.names.prefix}*`, count: 1000 })) {
          if ((keys as string[]).length > 0) await client.unlink(keys as string[]);
        }
      });
    },
    async close() {
      await keeping.stop();
      await engine.close();
      await notices.close();
      redis.close();
    },
  };
}

export type TestStandings = Awaited<ReturnType<typeof openTestStandings>>;
