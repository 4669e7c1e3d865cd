import type { BoardSummary } from '@engagement/contract';
import { EngagementError } from '../../errors/engagement-error.ts';
import type { Identity } from '../../identity/identity.ts';
import { lazy } from '../../lazy.ts';
import { problemError } from '../../transport/failure.ts';
import type { Http } from '../../transport/http.ts';
import type { Leaderboards, Visibility } from '../../types.ts';
import { Boards, type BoardsPorts } from './boards.ts';
import type { More } from './more.ts';
import { createTogether } from './together.ts';

export interface LeaderboardsPorts extends Pick<BoardsPorts, 'store' | 'follow' | 'report'> {
  http: Http;
  identity: Pick<Identity, 'credential' | 'settled'>;
}

const path = (...parts: string[]) => ['/v1/leaderboards', ...parts.map(encodeURIComponent)].join('/');

/** The verbs of `client.leaderboards`, and the boards that they keep in the store. */
export function createLeaderboards({ http, identity, ...rest }: LeaderboardsPorts) {
  const get: Leaderboards['get'] = (board, query) => http.get(path(board, 'entries'), query);

  /** The id of somebody with an entry; `me` needs a user. */
  const someone = async (id = 'me') => {
    await identity.settled();
    if (id === 'me' && identity.credential.user === null)
      throw new EngagementError('not-identified', 'There is no user: call identify first.');
    return id;
  };

  const around: Leaderboards['around'] = async (board, { user, ...query } = {}) =>
    http.get(path(board, 'entries', 'around', await someone(user)), query);

  const more = lazy(async () => {
    const { createMore } = await import('./more.ts').catch((cause: unknown) => {
      throw new EngagementError('network', 'A script did not load.', { cause });
    });
    return createMore({ http, identity, path, someone });
  });
  const later = <K extends keyof More>(name: K) =>
    (async (...asked: unknown[]) => ((await more())[name] as (...asked: unknown[]) => unknown)(...asked)) as More[K];

  const together = createTogether({
    settled: () => identity.settled(),
    ask: http.ask,
    error: problemError,
    alone: (board, { around: user, span, limit, following, ...query }) =>
      user === undefined
        ? get(board, { ...query, limit, ...(following && { following }) })
        : around(board, { ...query, user, span }),
  });
  const boards = new Boards({
    ...rest,
    async fetch(board, query) {
      if ([query.around, query.following].includes('me')) await someone();
      return together(board, query);
    },
  });

  const leaderboards: Leaderboards = {
    list: async (query) => (await http.get<{ data: BoardSummary[] }>(path(), query)).data,
    get,
    around,
    explain: later('explain'),
    seasons: later('seasons'),
    season: later('season'),
    archive: later('archive'),
    subscribe: (board, query, callback, options) => boards.subscribe(board, query, callback, options),
    refresh: (board, query) => boards.refresh(board, query),
  };
  const visibility: Visibility = { get: later('visibility'), set: later('setVisibility') };
  return { leaderboards, boards, visibility };
}
