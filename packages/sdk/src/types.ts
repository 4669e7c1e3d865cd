import type {
  ArchivePage,
  AroundPage,
  BoardPage,
  BoardSeason,
  BoardSummary,
  Entry,
  EventAnswer,
  EventReceipt,
  Explanation,
  OwnEntry,
  Period,
  Visibility as VisibilityChoice,
} from '@engagement/contract';
import type { EngagementError } from './errors/engagement-error.ts';

export type {
  ArchivePage,
  AroundPage,
  BoardPage,
  BoardSeason,
  BoardSummary,
  Entry,
  EventAnswer,
  EventReceipt,
  Explanation,
  OwnEntry,
  Period,
  VisibilityChoice,
};

export interface InitOptions {
  /** Publishable key, `pk_test_…` or `pk_live_…`. A secret key is refused in a browser. */
  key: string | undefined;
  /** Origin of the engagement server. Default: the origin that the script came from, else the page's. */
  host?: string | undefined;
  /** A token that your server signed, or a function that fetches one; it is asked again before the token expires. */
  userToken?: string | TokenGetter;
  /** `auto` opens one socket with the first live subscription. Default `auto`. */
  realtime?: 'auto' | 'off';
  /**
   * Whether events may be sent and kept on the device. `pending`: they wait in memory until `consent.set` decides.
   * `denied`: there are none. Reading needs no consent. Default `granted`.
   */
  consent?: Consent;
  /**
   * Where unsent events wait, once there is consent. `persistent` survives the browser's end, `session` the page's
   * reload, `memory` neither; where the browser keeps nothing, memory it is. Default `persistent`.
   */
  storage?: 'persistent' | 'session' | 'memory';
  /** Boards that your server has read, for a first paint without a request. */
  bootstrap?: Bootstrap;
  /** Sees every event before it is kept or sent: what it returns goes out instead, and nothing for null. */
  beforeSend?: (event: TrackedEvent) => TrackedEvent | null;
  /** When queued events are sent: after `interval` ms (250 to 60,000; default 3,000) or at `size` (1 to 500; default 20). */
  flush?: { interval?: number; size?: number };
  onError?: (error: EngagementError) => void;
  /** The fetch to use, for tests and servers. */
  fetch?: typeof fetch;
  /** Log what the client does. */
  debug?: boolean;
}

export type TokenGetter = () => Promise<string | null>;

export type Consent = 'granted' | 'denied' | 'pending';

/** An event as it was tracked. */
export interface TrackedEvent {
  id: string;
  /** `noun.verb`. */
  type: string;
  /** When it happened, in ISO 8601. */
  time: string;
  data: Record<string, unknown>;
}

/** First pages of boards. Its JSON fits `<script type="application/json" data-engagement-bootstrap>`, which `init` reads. */
export interface Bootstrap {
  /** Each with the query that it answers, as a widget or `subscribe` will ask it. */
  boards: readonly { query?: BoardQuery; page: BoardPage }[];
}

/** A tracked event and what became of it. */
export interface InspectedEvent extends TrackedEvent {
  /**
   * `waiting` to be sent, `sending`, `sent` and taken by the server, `rejected` by the server, `failed` to arrive,
   * or `dropped` before it was sent.
   */
  fate: 'waiting' | 'sending' | 'sent' | 'rejected' | 'failed' | 'dropped';
  /** Why it was rejected, failed or dropped. */
  reason: string | null;
}

/** Something that happened on the socket. */
export interface SocketNote {
  /** Milliseconds since the epoch. */
  at: number;
  /** `state`: the connection itself changed, and `name` is a `Status['connection']`. */
  direction: 'in' | 'out' | 'state';
  /** The name of the message: `watch`, `unwatch`, `changed`, `unavailable`. */
  name: string;
  detail: unknown;
}

/** What the client does, from the first call of `inspect` on. The lists are new ones after a change, and only then. */
export interface Inspection {
  /** The last 50, the latest first. */
  events(): readonly InspectedEvent[];
  /** The last 100, the latest first. */
  socket(): readonly SocketNote[];
  /** Calls back when one of the lists has changed. Returns how to stop. */
  subscribe(callback: () => void): () => void;
}

export interface Status {
  auth: 'anonymous' | 'identified' | 'expired' | 'closed';
  connection: 'idle' | 'connecting' | 'live' | 'polling' | 'offline';
  /** When data last came from the server, in milliseconds since the epoch. */
  lastSync: number | null;
}

/** Which stretch of a board. Two equal queries share one request and one subscription. */
export interface BoardQuery {
  /** `week`, `week:previous`, `2026-W47`, a season's key … Left out: the board's first window, now. */
  period?: string;
  /** `field:value`. */
  segment?: string;
  /** Where the board is to be shown: `home`, `profile`, or a place of your own. One that is not shown there is unavailable. */
  placement?: string;
  /** Rows from the top, 1 to 100. Default 10. */
  limit?: number | undefined;
  /** The stretch around an entry instead of the top: an id, or `me`. */
  around?: string;
  /** Rows on either side, with `around`. Default 2. */
  span?: number;
  /** Only whom the user of the token follows, in the order of the board. */
  following?: 'me';
}

/** A board as the store holds it: a refresh keeps the page, an error keeps it too. */
export interface BoardState {
  status: 'loading' | 'ready' | 'refreshing' | 'error';
  page: BoardPage | null;
  error: EngagementError | null;
  /** When the page was last known to be right, in milliseconds since the epoch. */
  updatedAt: number | null;
  /** Changes arrive by themselves. */
  live: boolean;
}

export interface EngagementState {
  status: Status;
  boards: Readonly<Record<string, BoardState>>;
}

export interface ReadonlyStore<S> {
  getState(): S;
  getInitialState(): S;
  subscribe(listener: (state: S, previous: S) => void): () => void;
  subscribe<U>(
    selector: (state: S) => U,
    listener: (selected: U, previous: U) => void,
    options?: { equals?: (a: U, b: U) => boolean; immediate?: boolean },
  ): () => void;
}

export interface Selectors {
  board(board: string, query?: BoardQuery): (state: EngagementState) => BoardState;
  connection: (state: EngagementState) => Status['connection'];
}

/** Add your own event types: `declare module '@engagement/sdk' { interface EngagementEventMap { 'map.opened': { mapId: string } } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: customers augment it
export interface EngagementEventMap {}

export interface EngagementEvents {
  ready: undefined;
  identify: { user: string };
  reset: undefined;
  error: EngagementError;
  connection: Status['connection'];
}

export interface Leaderboards {
  /** The boards that are on, at a place when one is named. */
  list(query?: { placement?: string }): Promise<BoardSummary[]>;
  /** A page from the top. */
  get(
    board: string,
    query?: Omit<BoardQuery, 'around' | 'span' | 'following'> & {
      cursor?: string;
      /** Only whom this user follows: `me`, or with a secret key an id. */
      following?: string;
      /** Only these, at most 100. */
      ids?: readonly string[];
    },
  ): Promise<BoardPage>;
  /** The stretch around an entry; `user` is an id or `me`, which needs a user token. */
  around(
    board: string,
    query?: { user?: string; span?: number | undefined; period?: string; segment?: string; placement?: string },
  ): Promise<AroundPage>;
  /** Why an entry has its score and its rank; with the facts when it is the user's own. `user` is an id or `me`. */
  explain(
    board: string,
    query?: { user?: string; period?: string; segment?: string; placement?: string; limit?: number; cursor?: string },
  ): Promise<Explanation>;
  /** The seasons of a board, past, running and to come, by their start. */
  seasons(board: string): Promise<Period[]>;
  /** One season: its state, its prizes and, once sealed, its hash and what came too late. */
  season(board: string, season: string, query?: { segment?: string }): Promise<BoardSeason>;
  /** The rows of a sealed season that its hash covers, 100 at a time unless `limit` (1 to 1,000) says otherwise. */
  archive(
    board: string,
    season: string,
    query?: { segment?: string; limit?: number; cursor?: string },
  ): Promise<ArchivePage>;
  /** Loads the board into the store, keeps it live, and calls back with every new state, the present one first. */
  subscribe(
    board: string,
    query: BoardQuery,
    callback: (state: BoardState) => void,
    options?: { live?: boolean },
  ): () => void;
  /** Loads a subscribed board again now. */
  refresh(board: string, query?: BoardQuery): Promise<void>;
}

/** What the user of the token chose about being ranked. Rejects with `not-identified` without one. */
export interface Visibility {
  get(): Promise<VisibilityChoice>;
  /** `listed: false` leaves all boards, as user and as creator; true comes back. It holds at once. */
  set(choice: VisibilityChoice): Promise<VisibilityChoice>;
}

export interface TrackOptions {
  id?: string;
  time?: Date;
}

/** The `data` of a type of event, where `EngagementEventMap` names it. */
type EventData<T> = T extends keyof EngagementEventMap ? EngagementEventMap[T] : Record<string, unknown>;

export interface EngagementClient {
  readonly version: string;
  /** Of which kind the tenant is, by the key: widgets help their developer only where it is no live one. */
  readonly mode: 'test' | 'live' | undefined;
  readonly ready: Promise<void>;
  readonly status: Status;
  readonly store: ReadonlyStore<EngagementState>;
  readonly selectors: Selectors;
  readonly leaderboards: Leaderboards;
  readonly visibility: Visibility;
  identify(userToken: string | TokenGetter): Promise<void>;
  reset(): Promise<void>;
  /** Queues an event. Never throws, never rejects. */
  track<T extends keyof EngagementEventMap | (string & {})>(
    type: T,
    data?: EventData<T>,
    options?: TrackOptions & { wait?: undefined },
  ): void;
  /**
   * Sends an event at once, and waits up to so many seconds (1 to 10) for what came of it: the numbers and ranks that it
   * changed, as far as the credential may see them. A receipt when that takes longer. Rejects when it is refused.
   */
  track<T extends keyof EngagementEventMap | (string & {})>(
    type: T,
    data: EventData<T>,
    options: TrackOptions & { wait: number },
  ): Promise<EventAnswer | EventReceipt>;
  flush(): Promise<{ sent: number; failed: number }>;
  readonly consent: {
    get(): Consent;
    /** `granted` sends what has waited. `denied` forgets it, in memory and on the device. */
    set(consent: Consent): void;
  };
  /** The time by the server's clock, in milliseconds since the epoch: right also where the device's clock is wrong. */
  now(): number;
  /** For a debugging panel. Loads apart, and notes what happens from the first call on. */
  inspect(): Promise<Inspection>;
  on<E extends keyof EngagementEvents>(event: E, callback: (detail: EngagementEvents[E]) => void): () => void;
  destroy(): Promise<void>;
}
