import type { BoardSummary, Period } from '@engagement/contract';
import { EngagementError } from '../../errors/engagement-error.ts';
import type { Http } from '../../transport/http.ts';
import type { Leaderboards } from '../../types.ts';
import { Boards, type BoardsPorts } from './boards.ts';

export interface LeaderboardsPorts extends Pick<BoardsPorts, 'store' | 'follow' | 'report'> {
  http: Http;
  user(): string | null;
  settled(): Promise<unknown>;
}

const path = (...parts: string[]) => ['/v1/leaderboards', ...parts.map(encodeURIComponent)].join('/');

/** The verbs of `client.leaderboards`, and the boards that they keep in the store. */
export function createLeaderboards({ http, user, settled, ...rest }: LeaderboardsPorts) {
  const get: Leaderboards['get'] = (board, query) => http.get(path(board, 'entries'), query);

  /** The id of somebody with an entry; `me` needs a user. */
  const someone = async (id = 'me') => {
    await settled();
    if (id === 'me' && user() === null)
      throw new EngagementError('not-identified', 'There is no user: call identify first.');
    return id;
  };

  const around: Leaderboards['around'] = async (board, { user, ...query } = {}) =>
    http.get(path(board, 'entries', 'around', await someone(user)), query);

  const boards = new Boards({
    ...rest,
    fetch: (board, { around: user, span, limit, ...query }) =>
      user === undefined ? get(board, { ...query, limit }) : around(board, { ...query, user, span }),
  });

  const leaderboards: Leaderboards = {
    list: async (query) => (await http.get<{ data: BoardSummary[] }>(path(), query)).data,
    get,
    around,
    explain: async (board, { user, ...query } = {}) =>
      http.get(path(board, 'entries', await someone(user), 'explain'), query),
    seasons: async (board) => (await http.get<{ data: Period[] }>(path(board, 'seasons'))).data,
    season: (board, season, query) => http.get(path(board, 'seasons', season), query),
    subscribe: (board, query, callback, options) => boards.subscribe(board, query, callback, options),
    refresh: (board, query) => boards.refresh(board, query),
  };
  return { leaderboards, boards };
}
