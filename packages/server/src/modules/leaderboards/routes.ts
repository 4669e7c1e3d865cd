import { getBoard, listBoards, listEntries, listEntriesAround } from '@engagement/contract';
import { type Route, route } from '../../platform/http/route.ts';
import type { BoardService } from './service.ts';

export function boardRoutes(boards: BoardService): Route[] {
  return [
    route(listBoards, async ({ caller, query }) => ({
      data: await boards.list(caller, query.placement),
      nextCursor: null,
    })),
    route(getBoard, ({ caller, params, query }) => boards.get(caller, { ...params, ...query })),
    route(listEntries, ({ caller, params, query: { limit, cursor, ...view } }) =>
      boards.page(caller, { ...params, ...view }, limit, cursor),
    ),
    route(listEntriesAround, ({ caller, params: { board, id }, query: { span, ...view } }) =>
      boards.around(caller, { board, ...view }, id, span),
    ),
  ];
}
