import type { BoardPage, Problem, Watch } from '@engagement/contract';
import type { after, isHidden, isOffline, listen } from '../environment.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { TakeNote } from '../inspection/note.ts';
import type { BoardState, Status } from '../types.ts';

/** A board that somebody shows, as the realtime part keeps it fresh. */
export interface Followed {
  readonly watch: Watch;
  /** How many rows from the top are shown; null for a stretch around an entry, or some of the rows. */
  readonly limit: number | null;
  /** When it was last asked for, in milliseconds since the epoch. */
  readonly askedAt: number;
  readonly ports: {
    state(): BoardState;
    change(change: Partial<BoardState>): void;
    report(error: EngagementError): void;
  };
  /** Takes a page, unless a newer one is already here. */
  receive(page: BoardPage): void;
  /** Asks for it again. */
  load(): Promise<void>;
  /** It cannot be followed, at least until it is asked for again. */
  unfollow(): void;
}

/**
 * What the realtime part asks of the client. It imports nothing of the core at run time:
 * bundlers would have to cut the core in two for that.
 */
export interface RealtimePorts {
  /** Origin of the server. */
  url: string;
  /** What the socket signs in with; `fresh` after a first connection, when the last token may be old. Null: nothing is good. */
  token(fresh: boolean): Promise<string | null>;
  user(): string | null;
  connection(state: Status['connection']): void;
  note: TakeNote;
  error(problem: Pick<Problem, 'type' | 'detail'> & Partial<Problem>): EngagementError;
  page: { after: typeof after; isHidden: typeof isHidden; isOffline: typeof isOffline; listen: typeof listen };
}
