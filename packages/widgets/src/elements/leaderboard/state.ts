import type { BoardState } from '@engagement/sdk';

/** What the widget shows. Every one but `unavailable` has the same frame. */
export type LeaderboardState =
  | 'loading'
  | 'refreshing'
  | 'ready'
  | 'empty'
  | 'error'
  | 'offline'
  | 'signed-out'
  | 'unavailable'
  | 'setup';

export interface Circumstances {
  /** Something is missing that only the page's developer can add. */
  needsSetup: boolean;
  board: BoardState | null;
  offline: boolean;
}

/** What to show, from what is known. Rows that are known stay, whatever happens after. */
export function leaderboardState({ needsSetup, board, offline }: Circumstances): LeaderboardState {
  if (needsSetup) return 'setup';
  if (!board) return 'loading';
  const { page, error, status } = board;
  if (error?.code === 'board-unavailable') return 'unavailable';
  if (error?.code === 'not-identified' && !page) return 'signed-out';
  if (offline && page) return 'offline';
  if (status === 'error') return 'error';
  if (!page) return 'loading';
  if (status === 'refreshing') return 'refreshing';
  return page.data.length === 0 ? 'empty' : 'ready';
}
