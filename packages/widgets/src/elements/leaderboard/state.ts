import type { BoardState } from '@engagement/sdk';

/** What the widget shows. Every one but `unavailable` has the same frame. */
export type LeaderboardState =
  | 'loading'
  | 'refreshing'
  | 'ready'
  | 'empty'
  | 'error'
  | 'offline'
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
  if (board.error?.code === 'board-unavailable') return 'unavailable';
  if (offline && board.page) return 'offline';
  if (board.status === 'error') return 'error';
  if (!board.page) return 'loading';
  if (board.status === 'refreshing') return 'refreshing';
  return board.page.data.length === 0 ? 'empty' : 'ready';
}
