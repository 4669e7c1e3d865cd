import type { BoardPage, EngagementClient, EngagementError, Entry, OwnEntry } from '@engagement/sdk';
import type { TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import type { Send } from './events.ts';
import type { Places } from './places.ts';
import type { LeaderboardSettings } from './settings.ts';
import type { LeaderboardState } from './state.ts';

type Drawing = TemplateResult | symbol;

/** What is loaded when a board wants it. The frame keeps room for each, so that nothing moves when it comes. */
export interface Parts {
  /** Wanted with the first rows, or with what stands in their place. */
  afterRows: {
    periodLabel(period: BoardPage['period'], localize: Localize): string;
    placesOf(page: BoardPage, settings: LeaderboardSettings): Places;
    picture(entry: Entry, board: BoardPage['board'], view: View): TemplateResult;
    /** How old the rows are, and what can be done about it. */
    footnote(view: View, page: BoardPage): TemplateResult;
    /** How long the whole board is, and more of it. */
    more(view: View, page: BoardPage): Drawing;
    /** What can be done where there are no rows. */
    advice(kind: 'empty' | 'error' | 'signed-out' | 'unavailable', view: View): TemplateResult;
  };
  /** Wanted where rows may change. */
  moves: {
    keyed<T>(items: Iterable<T>, key: (item: T) => unknown, template: (item: T, at: number) => unknown): unknown;
    beforeMove(board: LeaderboardSettings): () => void;
    tellMoves(before: BoardPage | null, view: View): void;
  };
  podium: { podium(view: View, page: BoardPage): TemplateResult; skeleton(): TemplateResult };
  season: {
    status(view: View, page: BoardPage): TemplateResult;
    note(page: BoardPage, localize: Localize): string | null;
    prizes(view: View, page: BoardPage): Drawing;
  };
  standing: {
    standing(view: View, page: BoardPage): Drawing;
    pinned(view: View, page: BoardPage, row: (entry: OwnEntry, index: number | null) => TemplateResult): Drawing;
  };
  switches: { switches(view: View): TemplateResult };
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
  /** Rows may change by themselves. */
  moves: boolean;
  /** When the reader stopped all changes, in milliseconds since the epoch; null when they go on. */
  pausedAt: number | null;
  settings: LeaderboardSettings;
  /** The client that answers further questions; null for a page that set the content itself. */
  client: EngagementClient | null;
  extras: {
    /** The part, for a board that wants it; undefined while it is on its way, null when it did not come. */
    get<K extends keyof Parts>(name: K): Parts[K] | null | undefined;
  };
  /** What is missing and how to add it; only developers see it. */
  card: TemplateResult | null;
  localize: Localize;
  send: Send;
  retry: () => void;
  togglePause: () => void;
  showMore: (rows: number) => void;
}
