import type { BoardPage, EngagementClient, EngagementError } from '@engagement/sdk';
import type { TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { Send } from './events.ts';
import type { Extras } from './extras.ts';
import type { LeaderboardSettings } from './settings.ts';
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
  /** When the reader stopped all changes, in milliseconds since the epoch; null when they go on. */
  pausedAt: number | null;
  settings: LeaderboardSettings;
  /** The client that answers further questions; null for a page that set the content itself. */
  client: EngagementClient | null;
  extras: Extras;
  /** What is missing and how to add it; only developers see it. */
  card: TemplateResult | null;
  localize: Localize;
  send: Send;
  retry: () => void;
  togglePause: () => void;
  showMore: (rows: number) => void;
}
