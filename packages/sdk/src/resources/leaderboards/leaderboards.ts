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
  const get: Leaderboards['get'] = (board, query = {}) => http.get(path(board), query);

  /** An id as part of a path; `me` needs a user. */
  const entry = async (id: string) => {
    await settled();
    if (id === 'me' && user() === null)
      throw new EngagementError('not-identified', 'There is no user to look for: call identify first.');
    return encodeURIComponent(id);
  };

  const around: Leaderboards['around'] = async (board, { user: id = 'me', ...query } = {}) =>
    http.get(`${path(board)}/around/${await entry(id)}`, query);

  const boards = new Boards({
    ...rest,
    fetch: (board, { around: id, ...query }) =>
      id === undefined ? get(board, query) : around(board, { ...query, user: id }),
  });

  const leaderboards: Leaderboards = {
    list: async (query = {}) => (await http.get<{ data: BoardSummary[] }>(PATH, query)).data,
    get,
    around,
    explain: async (board, { user: id = 'me', ...query } = {}) =>
      http.get(`${path(board)}/${await entry(id)}/explain`, query),
    subscribe: (board, query, callback, options) => boards.subscribe(board, query, callback, options),
    refresh: (board, query) => boards.refresh(board, query),
  };
  return { leaderboards, boards };
}
