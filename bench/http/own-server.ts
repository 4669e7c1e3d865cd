import { namesOf } from '../../packages/server/src/modules/leaderboards/standings/redis/names.ts';
import { fingerprintOf } from '../../packages/server/src/modules/leaderboards/standings/redis/projected.ts';
import { NO_LIMITS } from '../../packages/server/src/testing/test-server.ts';
import { startWholeServer } from '../../packages/server/src/testing/whole-server.ts';
import { fillBoard } from '../board-data.ts';
import { BOARD } from '../events.ts';

export interface OwnServerOptions {
  readonly databaseUrl: string;
  /** Left out, boards are read from Postgres. */
  readonly redisUrl?: string;
  readonly members: number;
  /** 0: every page is read. */
  readonly sharedPageMs: number;
}

export interface OwnServer {
  readonly url: string;
  readonly secretKey: string;
  /** Where the board is in Redis, and what it must have been built for. */
  readonly key: string;
  readonly fingerprint: string;
}

/** The server as it is, with a board that is filled. */
export async function start(options: OwnServerOptions): Promise<OwnServer> {
  const { members, ...rest } = options;
  const server = await startWholeServer({ ...rest, role: 'api', rateLimits: NO_LIMITS });
  const { member, view } = await fillBoard(server, members);
  if (server.core.redis) {
    await server.core.redis.ready();
    await server.core.standings.rebuild(view.tenant, [BOARD]);
  }
  const names = await namesOf(server.core.database.orm);
  return {
    url: server.url,
    secretKey: member.secretKey,
    key: names.metaKey(view.tenant.id, BOARD, view.period.id),
    fingerprint: fingerprintOf(view),
  };
}
