import type { ChangedRank } from '@engagement/contract';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Rooms, Watchable } from '../../platform/realtime/watchable.ts';
import { Explanations, type ExplanationsDeps } from './explain/explanations.ts';
import { type BoardJobs, type BoardJobsDeps, createBoardJobs } from './jobs.ts';
import type { Changes, Tenants } from './ports.ts';
import { type BoardPushDeps, createBoardPush } from './push.ts';
import { createRanks, type RankedNumber } from './ranks.ts';
import { boardRoutes } from './routes.ts';
import { BoardService, type BoardServiceDeps } from './service.ts';
import { sqlStandings } from './standings/sql/read-board.ts';

export type { BoardJobs } from './jobs.ts';
export type { Changes, Contributions, Description, Periods, Profiles, Tenants } from './ports.ts';

export interface LeaderboardsDeps
  extends Omit<BoardServiceDeps, 'standings'>,
    Pick<BoardJobsDeps, 'database'>,
    Pick<ExplanationsDeps, 'contributions'>,
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
  /** Where those stand whose numbers these are: for each number its places on the boards that are on. */
  ranks(tenant: Tenant, numbers: readonly RankedNumber[]): Promise<(readonly ChangedRank[])[]>;
  /** Stops pushing. */
  close(): void;
}

/** Boards: subjects of a metric in order, over HTTP and pushed to those who watch. */
export function createLeaderboardsModule(deps: LeaderboardsDeps): LeaderboardsModule {
  const standings = sqlStandings(deps.database.orm);
  const boards = new BoardService({ ...deps, standings });
  const push = createBoardPush({ ...deps, boards });
  return {
    routes: boardRoutes(boards, new Explanations({ ...deps, boards })),
    jobs: createBoardJobs(deps),
    watch: push,
    ranks: createRanks(standings, deps.catalogues),
    close: () => push.close(),
  };
}
