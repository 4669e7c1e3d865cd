import type { DecidedRank } from '../../activity/ports.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Rooms, Watchable } from '../../platform/realtime/watchable.ts';
import { BoardBatch } from './batch.ts';
import { Explanations, type ExplanationsDeps } from './explain/explanations.ts';
import { type BoardJobs, type BoardJobsDeps, createBoardJobs } from './jobs.ts';
import type { Changes, Tenants } from './ports.ts';
import { type BoardPushDeps, createBoardPush } from './push.ts';
import { createRanks, type RankedNumber } from './ranks.ts';
import { boardRoutes } from './routes.ts';
import { ScoreBasis } from './score-basis.ts';
import { runSeasons, type SeasonJobsDeps } from './seasons/jobs.ts';
import { Seasons } from './seasons/seasons.ts';
import { SeasonService } from './seasons/service.ts';
import { BoardService, type BoardServiceDeps } from './service.ts';
import { SharedPages } from './shared-pages.ts';
import { archiveStandings } from './standings/archive/read-archive.ts';
import { chooseStandings } from './standings/choose.ts';
import type { StandingsEngine } from './standings/engine.ts';

export type { BoardJobs } from './jobs.ts';
export type { Changes, Contributions, Description, Facts, Following, Periods, Profiles, Tenants } from './ports.ts';
export { sealedSeasons } from './seasons/records.ts';
export type { Condition, StandingsEngine } from './standings/engine.ts';
export { openRedisEngine } from './standings/redis/open-redis-engine.ts';
export { Unshown } from './standings/redis/unshown.ts';
export { openSqlEngine } from './standings/sql/sql-engine.ts';
export { noteVisibility } from './visibility.ts';

export interface LeaderboardsDeps
  extends Omit<BoardServiceDeps, 'standings' | 'basis' | 'seasons'>,
    Pick<BoardJobsDeps, 'database'>,
    Pick<ExplanationsDeps, 'contributions'>,
    Pick<BoardPushDeps, 'report' | 'tempo'>,
    SeasonJobsDeps {
  readonly tenants: Tenants;
  readonly engine: StandingsEngine;
  readonly changes: Changes;
  readonly rooms: Rooms;
  /** How old a page may be that everyone sees; left out, it is read for each. */
  readonly sharedPageMs?: number;
}

export interface LeaderboardsModule {
  readonly routes: Route[];
  readonly jobs: BoardJobs & {
    /** Seals the seasons that are due and hands out prizes. Safe to run at any time, anywhere. */
    runSeasons(): Promise<void>;
  };
  /** What sockets watch. */
  readonly watch: Watchable;
  /** Where those stand whose numbers these are: for each number its places on the boards that are on. */
  ranks(tenant: Tenant, numbers: readonly RankedNumber[]): Promise<(readonly DecidedRank[])[]>;
  /** Stops pushing. */
  close(): void;
}

/** Boards: subjects of a metric in order, over HTTP and pushed to those who watch. */
export function createLeaderboardsModule(deps: LeaderboardsDeps): LeaderboardsModule {
  const { database, engine } = deps;
  const basis = new ScoreBasis({ ...deps, refresh: engine.refresh });
  const standings = chooseStandings(engine.standings, archiveStandings(database.orm));
  const seasons = new Seasons(database.orm, deps.periods);
  const boards = new BoardService({ ...deps, basis, standings, seasons });
  const push = createBoardPush({ ...deps, boards });
  const shared = deps.sharedPageMs ? new SharedPages(boards, deps.clock, deps.sharedPageMs) : undefined;
  const services = {
    boards,
    shared,
    batch: new BoardBatch({ boards, shared, report: deps.report }),
    seasons: new SeasonService({ ...deps, boards, seasons }),
    explanations: new Explanations({ ...deps, boards }),
  };
  return {
    routes: boardRoutes(services),
    jobs: { ...createBoardJobs({ ...deps, basis }), runSeasons: () => runSeasons(deps) },
    watch: push,
    ranks: createRanks({ ...deps, standings, basis, seasons }),
    close: () => push.close(),
  };
}
