import type { BoardPage } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import { queryKey } from '../resources/leaderboards/board-query.ts';
import { UNKNOWN } from '../resources/leaderboards/leaderboards.store.ts';
import type { Store } from '../store/store.ts';
import type { BoardQuery, BoardState, EngagementState } from '../types.ts';
import type { FakeClock } from './clock.ts';
import type { Rules } from './scenario.ts';

/** Somebody who shows a board. */
export interface FakeSubscription {
  readonly board: string;
  readonly query: BoardQuery;
  readonly live: boolean;
}

interface Open {
  board: string;
  query: BoardQuery;
  subscribers: Set<FakeSubscription>;
}

export interface BoardsPorts {
  store: Store;
  clock: FakeClock;
  rules: Rules;
  /** The page as it is now. */
  page(board: string, query: BoardQuery): BoardPage;
  /** The page as a request brings it. */
  load(board: string, query: BoardQuery): Promise<BoardPage>;
  liveChanged(live: boolean): void;
}

/** The boards in the store of a fake client, and who shows them. */
export class FakeBoards {
  readonly subscriptions = new Set<FakeSubscription>();
  readonly #ports: BoardsPorts;
  readonly #open = new Map<string, Open>();
  readonly #selectors = new Map<string, (state: EngagementState) => BoardState>();
  /** What a test shows by hand, by board; `null` is for all others. */
  readonly #byHand = new Map<string | null, BoardState>();

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
    const subscription: FakeSubscription = { board, query, live };
    const open = this.#open.get(key) ?? { board, query, subscribers: new Set() };
    const first = open.subscribers.size === 0;
    this.#open.set(key, open);
    open.subscribers.add(subscription);
    this.subscriptions.add(subscription);
    if (first) this.#begin(key, open);
    else this.#change(key, { live: this.#isLive(open) && this.#state(key).status === 'ready' });
    const stop = this.#ports.store.subscribe(this.select(board, query), callback, { immediate: true });
    return () => {
      stop();
      this.subscriptions.delete(subscription);
      open.subscribers.delete(subscription);
      if (open.subscribers.size === 0) this.#open.delete(key);
      this.#tellLive();
    };
  }

  async refresh(board: string, query: BoardQuery = {}): Promise<void> {
    await this.#load(queryKey(board, query), board, query);
  }

  select(board: string, query: BoardQuery = {}): (state: EngagementState) => BoardState {
    const key = queryKey(board, query);
    const selector = this.#selectors.get(key) ?? (({ boards }) => boards[key] ?? UNKNOWN);
    this.#selectors.set(key, selector);
    return selector;
  }

  /**
   * Puts this into the store for every query of the board, or of all; from then on nothing is asked for them. With null
   * that ends, and what is there stays.
   */
  show(change: Partial<BoardState> | null, board: string | null): void {
    if (!change) {
      this.#byHand.delete(board);
      return;
    }
    const shown = { ...(this.#byHand.get(board) ?? UNKNOWN), ...change };
    this.#byHand.set(board, shown);
    for (const [key, open] of this.#open) if (board === null || open.board === board) this.#change(key, shown);
  }

  /** The boards that somebody shows, with the periods that are asked for. */
  shown(): { board: string; query: BoardQuery; live: boolean }[] {
    return [...this.#open.values()].map((open) => ({
      board: open.board,
      query: open.query,
      live: this.#isLive(open),
    }));
  }

  /** Brings the present rows to everyone who has rows already. */
  publish(board: string | null): void {
    for (const [key, open] of this.#open) {
      const mine = board === null || open.board === board;
      if (!mine || this.#handOf(open.board) || this.#state(key).status !== 'ready') continue;
      this.#change(key, { page: this.#ports.page(open.board, open.query), updatedAt: this.#ports.clock.now() });
    }
  }

  /** Everything that is shown, for another user. */
  reload(): void {
    this.#ports.store.set({ boards: {} });
    for (const [key, open] of this.#open) void this.#load(key, open.board, open.query);
  }

  #begin(key: string, { board, query }: Open): void {
    const { rules, clock, page } = this.#ports;
    const hand = this.#handOf(board);
    if (hand) {
      this.#change(key, hand);
      return;
    }
    if (rules.savedFor !== undefined && !this.#state(key).page)
      this.#change(key, { page: page(board, query), updatedAt: clock.now() - rules.savedFor });
    void this.#load(key, board, query);
  }

  async #load(key: string, board: string, query: BoardQuery): Promise<void> {
    if (this.#handOf(board)) return;
    this.#change(key, { status: this.#state(key).page ? 'refreshing' : 'loading' });
    const change = await this.#ports.load(board, query).then(
      (page): Partial<BoardState> => ({ status: 'ready', error: null, page, updatedAt: this.#ports.clock.now() }),
      (error: EngagementError): Partial<BoardState> => ({ status: 'error', error }),
    );
    if (this.#handOf(board)) return;
    const open = this.#open.get(key);
    this.#change(key, { ...change, live: change.status === 'ready' && open !== undefined && this.#isLive(open) });
    this.#tellLive();
  }

  #handOf(board: string): BoardState | undefined {
    return this.#byHand.get(board) ?? this.#byHand.get(null);
  }

  #isLive({ subscribers }: Open): boolean {
    return this.#ports.rules.live === true && [...subscribers].some(({ live }) => live);
  }

  #tellLive(): void {
    this.#ports.liveChanged([...this.#open.values()].some((open) => this.#isLive(open)));
  }

  #state(key: string): BoardState {
    return this.#ports.store.getState().boards[key] ?? UNKNOWN;
  }

  #change(key: string, change: Partial<BoardState>): void {
    const { status, boards } = this.#ports.store.getState();
    this.#ports.store.set({
      status: change.updatedAt ? { ...status, lastSync: change.updatedAt } : status,
      boards: { ...boards, [key]: { ...this.#state(key), ...change } },
    });
  }
}
