import type { BoardPage } from '@engagement/contract';
import type { BoardState } from '../../types.ts';
import { isAroundMe } from './board-query.ts';

export type Boards = Readonly<Record<string, BoardState>>;

/** A board that nobody has loaded yet. */
export const UNKNOWN: BoardState = Object.freeze({
  status: 'loading',
  page: null,
  error: null,
  updatedAt: null,
  live: false,
});

/** What changes with a page that has come: it is shown, unless a newer one is. */
export function received({ page: shown }: BoardState, page: BoardPage): Partial<BoardState> {
  const ready = { status: 'ready', error: null } as const;
  return shown && isOlder(page, shown) ? ready : { ...ready, page, updatedAt: Date.now() };
}

function isOlder(page: BoardPage, than: BoardPage): boolean {
  if (page.period.key === than.period.key) return page.version < than.version;
  return Date.parse(page.period.start ?? '') < Date.parse(than.period.start ?? '');
}

/** What another user may see of the boards: the rows, but no entry by itself, and no stretch around `me`. */
export function withoutUser(boards: Boards): Boards {
  const kept = Object.entries(boards).map(([key, { page, updatedAt }]) => {
    if (!page || isAroundMe(key)) return [key, UNKNOWN];
    const data = page.data.map((entry) => ({ ...entry, isMe: false }));
    return [key, { ...UNKNOWN, status: 'ready', page: { ...page, data, me: null, of: undefined }, updatedAt }];
  });
  return Object.fromEntries(kept);
}
