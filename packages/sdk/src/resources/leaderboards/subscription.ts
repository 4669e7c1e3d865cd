import type { BoardPage } from '@engagement/contract';
import { after } from '../../environment.ts';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { Follow, Follower } from '../../realtime/ports.ts';
import type { BoardQuery, BoardState } from '../../types.ts';
import { DEFAULT_LIMIT, watchOf } from './board-query.ts';
import { cut, failed, received } from './leaderboards.store.ts';

export interface SubscriptionPorts {
  /** Loads the query into the store; what goes wrong is there too. */
  load(): Promise<void>;
  read(): BoardState;
  write(state: BoardState): void;
  /** Undefined where there is no realtime. */
  follow: Follow | undefined;
  report(error: EngagementError): void;
  /** Nobody subscribes any more. */
  ended(): void;
}

/** A page that takes an element out and puts it back must not cost a request. */
const GRACE = 1000;
const REFETCH_INTERVAL = 2000;
/** So that a whole audience does not ask in the same moment. */
const REFETCH_SPREAD = 1000;

/** One query that somebody shows: loaded once, followed while somebody wants it live. */
export class Subscription implements Follower {
  readonly #board: string;
  readonly #query: BoardQuery;
  readonly #ports: SubscriptionPorts;
  #subscribers = 0;
  #liveSubscribers = 0;
  #unfollow: (() => void) | null = null;
  #cancelRefetch: (() => void) | null = null;
  #fetchedAt = 0;

  constructor(board: string, query: BoardQuery, ports: SubscriptionPorts) {
    this.#board = board;
    this.#query = { ...query };
    this.#ports = ports;
  }

  /** Counts a subscriber in, and returns how to count it out. */
  add(live: boolean): () => void {
    this.#subscribers++;
    if (live) this.#liveSubscribers++;
    if (this.#fetchedAt === 0) void this.fetch();
    this.#followIfLive();
    let counted = true;
    return () => {
      if (counted) after(GRACE, () => this.#remove(live));
      counted = false;
    };
  }

  async fetch(): Promise<void> {
    this.#cancelRefetch?.();
    this.#cancelRefetch = null;
    this.#fetchedAt = Date.now();
    await this.#ports.load();
    // A board that was unavailable may be back.
    if (this.#ports.read().status === 'ready') this.#followIfLive();
  }

  close(): void {
    this.#subscribers = 0;
    this.#liveSubscribers = 0;
    this.#stopFollowing();
    this.#cancelRefetch?.();
  }

  page(page: BoardPage, meKnown: boolean): void {
    const state = this.#ports.read();
    const { around, limit = DEFAULT_LIMIT } = this.#query;
    if (around === undefined) this.#ports.write(received(state, cut(page, limit, state.page, meKnown), Date.now()));
    const mustAsk = around !== undefined || !meKnown;
    if (mustAsk && page.version !== state.page?.version) this.stale();
  }

  stale(): void {
    const wait = Math.max(0, this.#fetchedAt + REFETCH_INTERVAL - Date.now());
    this.#cancelRefetch ??= after(wait + Math.random() * REFETCH_SPREAD, () => void this.fetch());
  }

  following(live: boolean): void {
    this.#ports.write({ ...this.#ports.read(), live });
  }

  refused(error: EngagementError): void {
    this.#stopFollowing();
    if (error.code === 'board-unavailable') this.#ports.write(failed(this.#ports.read(), error));
    // The page itself is good: it only does not move by itself.
    else this.#ports.report(error);
  }

  #followIfLive(): void {
    const { follow } = this.#ports;
    if (!follow || this.#unfollow || this.#liveSubscribers === 0) return;
    this.#unfollow = follow(watchOf(this.#board, this.#query), this);
  }

  #stopFollowing(): void {
    this.#unfollow?.();
    this.#unfollow = null;
  }

  #remove(live: boolean): void {
    this.#subscribers--;
    if (live) this.#liveSubscribers--;
    if (this.#liveSubscribers === 0) this.#stopFollowing();
    if (this.#subscribers > 0) return;
    this.#cancelRefetch?.();
    this.#ports.ended();
  }
}
