import type { BoardPage } from '@engagement/contract';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { Store } from '../../store/store.ts';
import type { BoardQuery, BoardState, EngagementState } from '../../types.ts';
import { queryKey } from './board-query.ts';
import { received, UNKNOWN } from './leaderboards.store.ts';
import { Subscription, type SubscriptionPorts } from './subscription.ts';

export interface BoardsPorts extends Pick<SubscriptionPorts, 'follow' | 'report'> {
  store: Store;
  fetch(board: string, query: BoardQuery): Promise<BoardPage>;
}

/** So many boards that nobody shows any more stay, for whoever comes back to them. */
const MAX_IDLE = 20;

/** The boards in the store: who shows them, and how they are loaded. */
export class Boards {
  readonly #ports: BoardsPorts;
  readonly #selectors = new Map<string, (state: EngagementState) => BoardState>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(ports: BoardsPorts) {
    this.#ports = ports;
  }

  subscribe(
    board: string,
    query: BoardQuery,
    callback: (state: BoardState) => void,
    { live = true }: { live?: boolean } = {},
  ): () => void {
    const key = queryKey(board, query);
    const subscription = this.#subscriptions.get(key) ?? this.#open(key, board, { ...query });
    const remove = subscription.add(live);
    const stop = this.#ports.store.subscribe(this.select(board, query), callback, { immediate: true });
    return () => {
      stop();
      remove();
    };
  }

  refresh(board: string, query: BoardQuery = {}): Promise<void> {
    const key = queryKey(board, query);
    return this.#subscriptions.get(key)?.load() ?? this.#load(key, board, query);
  }

  /** The same selector for the same arguments. */
  select(board: string, query?: BoardQuery): (state: EngagementState) => BoardState {
    const key = queryKey(board, query);
    const selector = this.#selectors.get(key) ?? (({ boards }) => boards[key] ?? UNKNOWN);
    this.#selectors.set(key, selector);
    return selector;
  }

  /** Everything that is shown, for another user. */
  reload(): void {
    for (const subscription of this.#subscriptions.values()) void subscription.load();
  }

  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.close();
    this.#subscriptions.clear();
  }

  #open(key: string, board: string, query: BoardQuery): Subscription {
    const ports: SubscriptionPorts = {
      load: () => this.#load(key, board, query),
      state: () => this.#state(key),
      change: (change) => this.#change(key, change),
      follow: this.#ports.follow,
      report: this.#ports.report,
      ended: () => {
        this.#subscriptions.delete(key);
        this.#change(key, { live: false });
      },
    };
    const subscription = new Subscription(ports, board, query);
    this.#subscriptions.set(key, subscription);
    return subscription;
  }

  async #load(key: string, board: string, query: BoardQuery): Promise<void> {
    this.#change(key, { status: this.#state(key).page ? 'refreshing' : 'loading' });
    try {
      const page = await this.#ports.fetch(board, query);
      this.#change(key, received(this.#state(key), page));
    } catch (cause) {
      const error = cause as EngagementError;
      // Called off means that the user changed, and the next load is already under way. Else old data beats none.
      if (error.code !== 'aborted') this.#change(key, { status: 'error', error });
    }
  }

  #state(key: string): BoardState {
    return this.#ports.store.getState().boards[key] ?? UNKNOWN;
  }

  #change(key: string, change: Partial<BoardState>): void {
    const { status, boards } = this.#ports.store.getState();
    const { [key]: before = UNKNOWN, ...others }: Record<string, BoardState> = boards;
    const idle = Object.keys(others).filter((other) => !this.#subscriptions.has(other));
    // The last to change comes last, so the first idle ones have been idle for longest.
    for (const old of idle.slice(0, -MAX_IDLE)) {
      delete others[old];
      this.#selectors.delete(old);
    }
    this.#ports.store.set({
      status: change.updatedAt ? { ...status, lastSync: change.updatedAt } : status,
      boards: { ...others, [key]: { ...before, ...change } },
    });
  }
}
