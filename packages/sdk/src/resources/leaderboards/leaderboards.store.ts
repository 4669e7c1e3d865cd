import type { BoardPage } from '@engagement/contract';
import { phrase } from '../../errors/engagement-error.ts';
import type { BoardState, Bootstrap } from '../../types.ts';
import { isOfUser, queryKey } from './board-query.ts';

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

/** Boards that came with the page. Data that cannot be read is left aside, with a warning. */
export function bootstrapped(read: () => Bootstrap | undefined): Boards {
  try {
    const loaded = { ...UNKNOWN, status: 'ready', updatedAt: Date.now() } as const;
    const boards = read()?.boards.map(({ query, page }) => [queryKey(page.board.key, query), { ...loaded, page }]);
    return Object.fromEntries(boards ?? []);
  } catch (error) {
    console.warn(phrase('bootstrap-unreadable', 'The bootstrap data cannot be read.'), error);
    return {};
  }
}

/** What another user may see of the boards: the rows, but no entry by itself, and nothing that is a matter of the user alone. */
export function withoutUser(boards: Boards, user: string | null): Boards {
  const kept = Object.entries(boards).map(([key, state]) => {
    const { page, updatedAt } = state;
    // What a server has read for this very user.
    if (page?.me && page.me.id === user) return [key, state];
    if (!page || isOfUser(key)) return [key, UNKNOWN];
    const data = page.data.map((entry) => ({ ...entry, isMe: false }));
    return [key, { ...UNKNOWN, status: 'ready', page: { ...page, data, me: null, of: undefined }, updatedAt }];
  });
  return Object.fromEntries(kept);
}
