import type { BoardPage, Watch } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Status } from '../types.ts';

/** Who follows a board. */
export interface Follower {
  /** The watched rows as they are now; `meKnown` is false when they cannot tell about the caller's own entry. */
  page(page: BoardPage, meKnown: boolean): void;
  /** Something may have changed that only a request can tell. */
  stale(): void;
  following(live: boolean): void;
  refused(error: EngagementError): void;
}

export type Follow = (watch: Watch, follower: Follower) => () => void;

/** What the realtime part asks of the client. */
export interface RealtimePorts {
  /** Origin of the server. */
  url: string;
  /** What the socket signs in with; `fresh` after a first connection, when the last token may be old. */
  token(fresh: boolean): Promise<string>;
  user(): string | null;
  connection(state: Status['connection']): void;
}
