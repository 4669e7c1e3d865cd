import type { BoardPage, EngagementError, Entry } from '@engagement/sdk';
import type { TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { AvatarOptions } from '../../parts/avatar.ts';
import type { Send } from './events.ts';
import type { LeaderboardState } from './state.ts';

/** What the page chose, by the names of its attributes and properties. */
interface Settings extends Element {
  heading: string | null;
  headingLevel: number;
  layout: 'table' | 'list';
  around: boolean;
  pinMe: boolean;
  noAvatar: boolean;
  noChange: boolean;
  entryHref: ((entry: Entry) => string | null) | null;
}

/** What comes a moment after the rows. The frame and the rows keep room for it, so that nothing moves. */
interface AfterRows {
  /** The period in words. */
  periodLabel(period: BoardPage['period'], localize: Localize): string;
  /** How old the rows are, and what can be done about it. */
  footnote(view: View, page: BoardPage): TemplateResult;
  /** How long the whole board is. */
  total(view: View, page: BoardPage): TemplateResult | null;
  avatar(options: AvatarOptions): TemplateResult;
  dottedPodium(): TemplateResult;
}

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
  settings: Settings;
  /** Null until it is loaded. */
  afterRows: AfterRows | null;
  /** Rows that are asked for: the frame keeps room for them. */
  rowCount: number;
  /** What is missing and how to add it; only developers see it. */
  card: TemplateResult | null;
  localize: Localize;
  send: Send;
  retry: () => void;
  togglePause: () => void;
}
