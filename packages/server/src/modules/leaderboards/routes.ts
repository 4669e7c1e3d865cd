import {
  explainEntry,
  getBoard,
  getSeason,
  listArchive,
  listBoards,
  listEntries,
  listEntriesAround,
  listEntriesBatch,
  listSeasons,
  sealSeason,
} from '@engagement/contract';
import { type Route, route } from '../../platform/http/route.ts';
import type { BoardBatch } from './batch.ts';
import type { Explanations } from './explain/explanations.ts';
import type { SeasonService } from './seasons/service.ts';
import type { BoardService } from './service.ts';
import type { SharedPages } from './shared-pages.ts';

export interface BoardServices {
  readonly boards: BoardService;
  readonly batch: BoardBatch;
  readonly seasons: SeasonService;
  readonly explanations: Explanations;
  readonly shared?: SharedPages | undefined;
}

export function boardRoutes({ boards, batch, seasons, explanations, shared }: BoardServices): Route[] {
  return [
    route(listBoards, async ({ caller, query }) => ({
      data: await boards.list(caller, query.placement),
      nextCursor: null,
    })),
    route(getBoard, ({ caller, params, query }) => boards.get(caller, { ...params, ...query })),
    route(listEntries, ({ caller, params, query: { limit, cursor, ...view } }) =>
      (shared ?? boards).page(caller, { ...params, ...view }, limit, cursor),
    ),
    route(listEntriesAround, ({ caller, params: { board, id }, query: { span, ...view } }) =>
      boards.around(caller, { board, ...view }, id, span),
    ),
    route(listEntriesBatch, ({ caller, body, requestId }) => batch.read(caller, body.queries, requestId)),
    route(explainEntry, ({ caller, params: { board, id }, query: { limit, cursor, ...view } }) =>
      explanations.explain(caller, { board, ...view }, id, { limit, cursor }),
    ),
    route(listSeasons, async ({ caller, params }) => ({
      data: await seasons.list(caller, params.board),
      nextCursor: null,
    })),
    route(getSeason, ({ caller, params, query }) => seasons.get(caller, { ...params, ...query })),
    route(listArchive, ({ caller, params, query: { limit, cursor, segment } }) =>
      seasons.archive(caller, { ...params, segment }, limit, cursor),
    ),
    route(sealSeason, ({ caller, params }) => seasons.seal(caller, params)),
  ];
}
