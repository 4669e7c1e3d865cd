import { sql } from 'drizzle-orm';
import { createPendingMigrations } from '../platform/db/migrate.ts';
import { isNoTurn } from '../platform/db/turns.ts';
import { type Check, type Checks, NotReady } from '../platform/http/health.ts';
import type { Core } from './core.ts';

/** What a process cannot do without. */
export function checksOf(core: Core, does: { takesBatches: boolean; doesJobs: boolean }): Checks {
  const { redis, jobs } = core;
  return {
    database: { look: () => lookAtDatabase(core) },
    migrations: lookAtMigrations(core),
    log: { look: () => lookAtLog(core) },
    ...(redis && {
      redis: {
        // Boards are read from Postgres meanwhile, and each server pushes to its own sockets in any case.
        dispensable: true,
        async look() {
          await redis.reads.guarded((client) => client.ping());
          return lookAtBoards(core);
        },
      },
    }),
    ...(does.takesBatches && { worker: { look: async () => lookAtWorker(core) } }),
    ...(does.doesJobs && {
      jobs: {
        async look() {
          await jobs.check();
          return 'answers';
        },
      },
    }),
  };
}

async function lookAtDatabase({ database }: Core): Promise<string> {
  try {
    await database.orm.execute(sql`select 1`);
    return 'answers';
  } catch (error) {
    throw isNoTurn(error) ? new NotReady('no connection is free') : error;
  }
}

function lookAtMigrations({ database }: Core): Check {
  const pendingIn = createPendingMigrations();
  return {
    async look() {
      const pending = await pendingIn(database.orm);
      if (pending > 0) throw new NotReady(`${pending} pending`);
      return 'at head';
    },
  };
}

/** Boards that have waited so long are not being built. */
const WAITED_MS = 60_000;

async function lookAtBoards({ standings: { condition } }: Core): Promise<string> {
  if (!condition) return 'answers';
  if (!(await condition.takesWrites())) throw new NotReady('refuses writes');
  const { boards, longestMs } = condition.waiting();
  if (longestMs > WAITED_MS) throw new NotReady(`${boards} boards to build, for ${seconds(longestMs)}`);
  return 'answers';
}

function lookAtWorker({ progress }: Core): string {
  const stuckMs = progress.stuckMs();
  if (stuckMs !== null) throw new NotReady(`a batch has not got through for ${seconds(stuckMs)}`);
  return 'gets on';
}

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1000)} s`;

async function lookAtLog({ log }: Core): Promise<string> {
  if (log.held().stalled) throw new NotReady('slow to answer');
  return `${await log.backlog()} waiting`;
}
