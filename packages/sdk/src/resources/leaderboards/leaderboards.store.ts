import type { BoardPage } from '@engagement/contract';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { BoardState } from '../../types.ts';

export type Boards = Readonly<Record<string, BoardState>>;

/** A board that nobody has loaded yet. */
export const UNKNOWN: BoardState = Object.freeze({
  status: 'loading',
  page: null,
  error: null,
  updatedAt: null,
  live: false,
});

export const loading = (state: BoardState): BoardState => ({ ...state, status: state.page ? 'refreshing' : 'loading' });

/** Old data beats none: a page that is already shown stays. */
export const failed = (state: BoardState, error: EngagementError): BoardState => ({ ...state, status: 'error', error });

/** Takes a page, unless a newer one is already here. */
export function received(state: BoardState, page: BoardPage, now: number): BoardState {
  const ready = { ...state, status: 'ready', error: null } as const;
  return state.page && isOlder(page, state.page) ? ready : { ...ready, page, updatedAt: now };
}

function isOlder(page: BoardPage, than: BoardPage): boolean {
  if (page.period.key === than.period.key) return page.version < than.version;
  return Date.parse(page.period.start ?? '') < Date.parse(than.period.start ?? '');
}

/** The first rows of the watched ones, as the query asked for them. The cursor stays the one of the last request. */
export function cut(watched: BoardPage, limit: number, shown: BoardPage | null, meKnown: boolean): BoardPage {
  const me = meKnown ? watched.me : (shown?.me ?? null);
  const nextCursor = watched.total > limit ? (shown?.nextCursor ?? null) : null;
  return { ...watched, data: watched.data.slice(0, limit), me, nextCursor };
}

/** What another user may see of the boards: the rows, but nobody's own entry, and no stretch around `me`. */
export function withoutUser(boards: Boards, isAroundMe: (key: string) => boolean): Boards {
  const kept = Object.entries(boards).map(([key, state]) => [key, isAroundMe(key) ? UNKNOWN : anonymous(state)]);
  return Object.fromEntries(kept);
}

function anonymous(state: BoardState): BoardState {
  if (!state.page) return UNKNOWN;
  const data = state.page.data.map((entry) => (entry.isMe ? { ...entry, isMe: false } : entry));
  return { ...state, status: 'ready', error: null, live: false, page: { ...state.page, data, me: null } };
}
