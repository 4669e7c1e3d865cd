import type { BoardPage, BoardSummary } from '@engagement/contract';
import { EngagementError } from '../../errors/engagement-error.ts';
import type { Follow } from '../../realtime/ports.ts';
import type { Store } from '../../store/store.ts';
import type { Http } from '../../transport/http.ts';
import type { BoardQuery, BoardState, EngagementState, Leaderboards, Selectors } from '../../types.ts';
import { queryKey } from './board-query.ts';
import { type Boards, UNKNOWN, withoutUser } from './leaderboards.store.ts';
import { createSubscriptions } from './subscriptions.ts';

export interface LeaderboardsPorts {
  http: Http;
  store: Store;
  user(): string | null;
  settled(): Promise<unknown>;
  follow: Follow | undefined;
}

export interface LeaderboardsResource {
  api: Leaderboards;
  select: Selectors['board'];
  /** The boards without what belonged to a user. */
  withoutUser(boards: Boards): Boards;
  reload(): void;
  close(): void;
}

export function createLeaderboards({ http, store, user, settled, follow }: LeaderboardsPorts): LeaderboardsResource {
  const selectors = new Map<string, (state: EngagementState) => BoardState>();
  const aroundMe = new Set<string>();

  const path = (board: string) => `/v1/leaderboards/${encodeURIComponent(board)}/entries`;

  async function around(
    board: string,
    { user: id = 'me', span, period, segment }: Parameters<Leaderboards['around']>[1] & {},
  ) {
    await settled();
    if (id === 'me' && user() === null)
      throw new EngagementError('not-identified', 'There is no user to look around: call identify first.');
    return http.get<BoardPage>(`${path(board)}/around/${encodeURIComponent(id)}`, { period, segment, span });
  }

  function fetchPage(board: string, { around: id, ...query }: BoardQuery): Promise<BoardPage> {
    if (id !== undefined) return around(board, { ...query, user: id });
    const { period, segment, limit } = query;
    return http.get<BoardPage>(path(board), { period, segment, limit });
  }

  function select(board: string, query: BoardQuery = {}) {
    const key = queryKey(board, query);
    const known = selectors.get(key);
    if (known) return known;
    const selector = ({ boards }: EngagementState) => boards[key] ?? UNKNOWN;
    selectors.set(key, selector);
    return selector;
  }

  const subscriptions = createSubscriptions({
    fetchPage,
    follow,
    read: (key) => store.getState().boards[key] ?? UNKNOWN,
    write(key, state) {
      const { status, boards } = store.getState();
      const lastSync = Math.max(status.lastSync ?? 0, state.updatedAt ?? 0) || null;
      store.set({
        boards: { ...boards, [key]: state },
        ...(lastSync !== status.lastSync && { status: { ...status, lastSync } }),
      });
    },
  });

  const api: Leaderboards = {
    list: async () => (await http.get<{ data: BoardSummary[] }>('/v1/leaderboards')).data,
    get: (board, { period, segment, limit, cursor } = {}) =>
      http.get<BoardPage>(path(board), { period, segment, limit, cursor }),
    around: (board, query = {}) => around(board, query),
    subscribe(board, query, callback, { live = true } = {}) {
      if (query.around === 'me') aroundMe.add(queryKey(board, query));
      const remove = subscriptions.add(board, query, live);
      const stop = store.subscribe(select(board, query), callback, { immediate: true });
      return () => {
        stop();
        remove();
      };
    },
    refresh: (board, query = {}) => subscriptions.refresh(board, query),
  };

  return {
    api,
    select,
    withoutUser: (boards) => withoutUser(boards, (key) => aroundMe.has(key)),
    reload: subscriptions.reload,
    close: subscriptions.close,
  };
}
