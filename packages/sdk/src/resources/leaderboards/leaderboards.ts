import type { BoardSummary } from '@engagement/contract';
import { EngagementError } from '../../errors/engagement-error.ts';
import type { Http } from '../../transport/http.ts';
import type { Leaderboards } from '../../types.ts';
import { Boards, type BoardsPorts } from './boards.ts';

export interface LeaderboardsPorts extends Pick<BoardsPorts, 'store' | 'follow' | 'report'> {
  http: Http;
  user(): string | null;
  settled(): Promise<unknown>;
}

const PATH = '/v1/leaderboards';
const path = (board: string) => `${PATH}/${encodeURIComponent(board)}/entries`;

/** The verbs of `client.leaderboards`, and the boards that they keep in the store. */
export function createLeaderboards({ http, user, settled, ...rest }: LeaderboardsPorts) {
  const get: Leaderboards['get'] = (board, { period, segment, placement, limit, cursor } = {}) =>
    http.get(path(board), { period, segment, placement, limit, cursor });

  const around: Leaderboards['around'] = async (board, { user: id = 'me', period, segment, placement, span } = {}) => {
    await settled();
    if (id === 'me' && user() === null)
      throw new EngagementError('not-identified', 'There is no user to look around: call identify first.');
    return http.get(`${path(board)}/around/${encodeURIComponent(id)}`, { period, segment, placement, span });
  };

  const boards = new Boards({
    ...rest,
    fetch: (board, { around: id, ...query }) =>
      id === undefined ? get(board, query) : around(board, { ...query, user: id }),
  });

  const leaderboards: Leaderboards = {
    list: async (query = {}) => (await http.get<{ data: BoardSummary[] }>(PATH, query)).data,
    get,
    around,
    subscribe: (board, query, callback, options) => boards.subscribe(board, query, callback, options),
    refresh: (board, query) => boards.refresh(board, query),
  };
  return { leaderboards, boards };
}
