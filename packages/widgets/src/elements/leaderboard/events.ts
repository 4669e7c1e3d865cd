import type { EngagementError, Entry } from '@engagement/sdk';
import type { OwnRankChange } from './own-rank.ts';
import type { LeaderboardState } from './state.ts';

/** The events of `<engagement-leaderboard>` by name, with what they carry. All bubble and leave shadow roots. */
export interface LeaderboardEventMap {
  /** Rows are shown for the first time for this board. */
  'engagement-load': CustomEvent<{ source: 'client' | 'data'; count: number }>;
  /** The board could not be loaded or refreshed. Cancelable: hides the built-in message. */
  'engagement-error': CustomEvent<{ error: EngagementError; willRetry: boolean }>;
  /** What is shown changed from one state to another. */
  'engagement-state-change': CustomEvent<{ state: LeaderboardState; previous: LeaderboardState | null }>;
  /** An entry's name was clicked. Cancelable: the link is not followed. */
  'engagement-entry-click': CustomEvent<{ entry: Entry }>;
  /** A link is about to be followed. Cancelable: the page's router follows it. */
  'engagement-navigate': CustomEvent<{ href: string; item: Entry }>;
  /** The reader's own rank changed while the board was on screen. */
  'engagement-rank-change': CustomEvent<OwnRankChange>;
  /** The reader chose another period. */
  'engagement-period-change': CustomEvent<{ period: string }>;
  /** The reader chose another segment. */
  'engagement-segment-change': CustomEvent<{ segment: string | null }>;
  /** Cancelable: no more rows are added. The cursor is where they go on, for the page's own list. */
  'engagement-page': CustomEvent<{ cursor: string | null }>;
}

/** Sends an event. False when a listener cancelled it. */
export type Send = <K extends keyof LeaderboardEventMap>(
  type: K,
  detail: LeaderboardEventMap[K]['detail'],
  cancelable?: boolean,
) => boolean;
