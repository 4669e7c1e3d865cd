import type { BoardPage, EngagementError, Entry } from '@engagement/sdk';
import type { TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { Send } from './events.ts';
import type { LeaderboardState } from './state.ts';

/** What a board shows, and what its controls do. */
export interface View {
  state: LeaderboardState;
  /** The rows to show; null while there are none. */
  page: BoardPage | null;
  /** The trouble to speak of; null also when the page took it over. */
  error: EngagementError | null;
  /** When the rows were last known to be right, in milliseconds since the epoch. */
  updatedAt: number | null;
  live: boolean;
  paused: boolean;
  /** In place of the board's name. */
  heading: string | null;
  headingLevel: number;
  /** Rows that are asked for: the frame keeps room for them. */
  rowCount: number;
  list: boolean;
  avatars: boolean;
  changes: boolean;
  /** The window is the stretch around the reader. */
  around: boolean;
  /** The reader's own row stands below the others when it is further down. */
  pinMe: boolean;
  /** The page puts something of its own into the footer. */
  ownFooter: boolean;
  /** Where an entry's name leads, in place of the entry's own address. */
  entryHref: ((entry: Entry) => string | null) | null;
  /** What is missing and how to add it; only developers see it. */
  setupCard: TemplateResult | null;
  localize: Localize;
  send: Send;
  retry: () => void;
  togglePause: () => void;
}
