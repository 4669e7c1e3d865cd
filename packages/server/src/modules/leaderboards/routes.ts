import { explainEntry, getBoard, listBoards, listEntries, listEntriesAround } from '@engagement/contract';
import { type Route, route } from '../../platform/http/route.ts';
import type { Explanations } from './explain/explanations.ts';
import type { BoardService } from './service.ts';

export function boardRoutes(boards: BoardService, explanations: Explanations): Route[] {
  return [
    route(listBoards, async ({ caller }) => ({ data: await boards.list(caller), nextCursor: null })),
    route(getBoard, ({ caller, params }) => boards.get(caller, params.board)),
    route(listEntries, ({ caller, params, query: { limit, cursor, ...view } }) =>
      boards.page(caller, { ...params, ...view }, limit, cursor),
    ),
    route(listEntriesAround, ({ caller, params: { board, id }, query: { span, ...view } }) =>
      boards.around(caller, { board, ...view }, id, span),
    ),
    route(explainEntry, ({ caller, params: { board, id }, query: { limit, cursor, ...view } }) =>
      explanations.explain(caller, { board, ...view }, id, { limit, cursor }),
    ),
  ];
}
