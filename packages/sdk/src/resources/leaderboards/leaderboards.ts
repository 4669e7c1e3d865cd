import { EngagementError } from '../../errors/engagement-error.ts';
import type { Identity } from '../../identity/identity.ts';
import { lazy } from '../../lazy.ts';
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
  /** The id of somebody with an entry; `me` needs a user. */
  const someone = async (id = 'me') => {
    await identity.settled();
    if (id === 'me' && identity.credential.user === null)
      throw new EngagementError('not-identified', 'There is no user: call identify first.');
    return id;
  };

  const more = lazy(async () => {
    const { createMore } = await import('./more.ts').catch((cause: unknown) => {
      throw new EngagementError('network', 'A script did not load.', { cause });
    });
    return createMore({ http, identity, path, someone });
  });
  const later = <K extends keyof More>(name: K) =>
    (async (...asked: unknown[]) => ((await more())[name] as (...asked: unknown[]) => unknown)(...asked)) as More[K];

  const together = createTogether({
    http,
    identity,
    alone: ({ board, around, ...query }) =>
      http.get(path(board, 'entries', ...(around === undefined ? [] : ['around', around])), { ...query }),
  });
  const boards = new Boards({
    ...rest,
    async fetch(board, { around, span, limit, following, ...view }) {
      if (around === 'me' || following) await someone();
      return together({ board, ...view, ...(around === undefined ? { limit, following } : { around, span }) });
    },
  });

  const leaderboards: Leaderboards = {
    list: later('list'),
    get: (board, query) => together({ board, ...query }),
    around: later('around'),
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
