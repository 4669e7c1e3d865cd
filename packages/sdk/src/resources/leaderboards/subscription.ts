import type { BoardPage, Watch } from '@engagement/contract';
import { after } from '../../environment.ts';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { Followed } from '../../realtime/ports.ts';
import type { BoardQuery, BoardState } from '../../types.ts';
import { DEFAULT_LIMIT } from './board-query.ts';
import { received } from './leaderboards.store.ts';

export interface SubscriptionPorts {
  /** Loads the query into the store; what goes wrong is there too. */
  load(): Promise<void>;
  state(): BoardState;
  change(change: Partial<BoardState>): void;
  /** Undefined where there is no realtime. */
  follow: ((board: Followed) => () => void) | undefined;
  report(error: EngagementError): void;
  /** Nobody subscribes any more. */
  ended(): void;
}

/** A page that takes an element out and puts it back must not cost a request. */
const GRACE = 1000;

/** One query that somebody shows: loaded once, followed while somebody wants it live. */
export class Subscription implements Followed {
  readonly ports: SubscriptionPorts;
  readonly watch: Watch;
  readonly limit: number | null;
  askedAt = 0;
  #subscribers = 0;
  #liveSubscribers = 0;
  #leave: (() => void) | undefined;

  constructor(
    ports: SubscriptionPorts,
    board: string,
    { period, segment, placement, around, following, limit = DEFAULT_LIMIT }: BoardQuery,
  ) {
    this.ports = ports;
    // A stretch around an entry, and those whom a user follows, follow the whole board.
    this.watch = {
      kind: 'leaderboard',
      key: board,
      ...(period && { period }),
      ...(segment && { segment }),
      ...(placement && { placement }),
    };
    this.limit = around === undefined && following === undefined ? limit : null;
  }

  /** Counts a subscriber in, and returns how to count it out. */
  add(live: boolean): () => void {
    this.#subscribers++;
    if (live) this.#liveSubscribers++;
    if (this.askedAt === 0) void this.load();
    this.#followIfLive();
    let counted = true;
    return () => {
      if (counted) after(GRACE, () => this.#remove(live));
      counted = false;
    };
  }

  async load(): Promise<void> {
    this.askedAt = Date.now();
    await this.ports.load();
    // A board that was unavailable may be back.
    if (this.ports.state().status === 'ready') this.#followIfLive();
  }

  receive(page: BoardPage): void {
    this.ports.change(received(this.ports.state(), page));
  }

  unfollow(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  close(): void {
    this.#liveSubscribers = 0;
    this.unfollow();
  }

  #followIfLive(): void {
    if (this.#liveSubscribers > 0) this.#leave ??= this.ports.follow?.(this);
  }

  #remove(live: boolean): void {
    this.#subscribers--;
    if (live) this.#liveSubscribers--;
    if (this.#liveSubscribers === 0) this.unfollow();
    if (this.#subscribers === 0) this.ports.ended();
  }
}
