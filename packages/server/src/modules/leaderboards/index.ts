import type { Route } from '../../platform/http/route.ts';
import type { Rooms, Watchable } from '../../platform/realtime/watchable.ts';
import { type BoardJobs, type BoardJobsDeps, createBoardJobs } from './jobs.ts';
import type { Changes, Tenants } from './ports.ts';
import { type BoardPushDeps, createBoardPush } from './push.ts';
import { boardRoutes } from './routes.ts';
import { ScoreBasis } from './score-basis.ts';
import { BoardService, type BoardServiceDeps } from './service.ts';
import { sqlStandings } from './standings/sql/read-board.ts';
import type { Refresh } from './standings/standings.ts';

export type { BoardJobs } from './jobs.ts';
export type { Changes, Description, Following, Periods, Profiles, Tenants } from './ports.ts';

export interface LeaderboardsDeps
  extends Omit<BoardServiceDeps, 'standings' | 'basis'>,
    Pick<BoardJobsDeps, 'database'>,
    Pick<BoardPushDeps, 'report' | 'tempo'> {
  readonly tenants: Tenants;
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
  const basis = new ScoreBasis({ ...deps, refresh: NOTHING_TO_REFRESH });
  const boards = new BoardService({ ...deps, basis, standings: sqlStandings(deps.database.orm) });
  const push = createBoardPush({ ...deps, boards });
  const jobs = createBoardJobs({ ...deps, basis });
  return { routes: boardRoutes(boards), jobs, watch: push, close: () => push.close() };
}

/** Boards that are read from the numbers themselves show every change at once. */
const NOTHING_TO_REFRESH: Refresh = { subjects: async () => {}, boards: async () => {} };
