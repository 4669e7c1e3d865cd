import type { Route } from '../../platform/http/route.ts';
import type { Rooms, Watchable } from '../../platform/realtime/watchable.ts';
import { type BoardJobs, type BoardJobsDeps, createBoardJobs } from './jobs.ts';
import type { Changes, Tenants } from './ports.ts';
import { type BoardPushDeps, createBoardPush } from './push.ts';
import { boardRoutes } from './routes.ts';
import { BoardService, type BoardServiceDeps } from './service.ts';
import type { StandingsEngine } from './standings/engine.ts';

export type { BoardJobs } from './jobs.ts';
export type { Changes, Description, Periods, Profiles, Tenants } from './ports.ts';
export type { StandingsEngine } from './standings/engine.ts';
export { openRedisEngine } from './standings/redis/open-redis-engine.ts';
export { openSqlEngine } from './standings/sql/sql-engine.ts';

export interface LeaderboardsDeps
  extends Omit<BoardServiceDeps, 'standings'>,
    Pick<BoardJobsDeps, 'database'>,
    Pick<BoardPushDeps, 'report' | 'tempo'> {
  readonly tenants: Tenants;
  readonly engine: StandingsEngine;
  readonly changes: Changes;
  readonly rooms: Rooms;
}

export interface LeaderboardsModule {
  readonly routes: Route[];
  readonly jobs: BoardJobs;
  /** What sockets watch. */
  readonly watch: Watchable;
  /** Stops pushing. */
  close(): void;
}

/** Boards: subjects of a metric in order, over HTTP and pushed to those who watch. */
export function createLeaderboardsModule(deps: LeaderboardsDeps): LeaderboardsModule {
  const boards = new BoardService({ ...deps, standings: deps.engine.standings });
  const push = createBoardPush({ ...deps, boards });
  return {
    routes: boardRoutes(boards),
    jobs: createBoardJobs(deps),
    watch: push,
    close: () => push.close(),
  };
}
