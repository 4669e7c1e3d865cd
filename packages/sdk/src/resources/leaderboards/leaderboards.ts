import type { BoardPage, BoardSummary } from '@engagement/contract';
import { EngagementError } from '../../errors/engagement-error.ts';
import type { Follow } from '../../realtime/ports.ts';
import type { Store } from '../../store/store.ts';
import type { Http } from '../../transport/http.ts';
import type { BoardQuery, BoardState, EngagementState, Leaderboards } from '../../types.ts';
import { queryKey } from './board-query.ts';
import { failed, loading, received, UNKNOWN } from './leaderboards.store.ts';
import { Subscription } from './subscription.ts';

export interface LeaderboardsPorts {
  http: Http;
  store: Store;
  user(): string | null;
  settled(): Promise<unknown>;
  follow: Follow | undefined;
  report(error: EngagementError): void;
}

const path = (board: string) => `/v1/leaderboards/${encodeURIComponent(board)}/entries`;

/** The verbs of `client.leaderboards`, over the boards of the store. */
export class LeaderboardsResource implements Leaderboards {
  readonly #ports: LeaderboardsPorts;
  readonly #selectors = new Map<string, (state: EngagementState) => BoardState>();
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(ports: LeaderboardsPorts) {
    this.#ports = ports;
  }

  async list(): Promise<BoardSummary[]> {
    return (await this.#ports.http.get<{ data: BoardSummary[] }>('/v1/leaderboards')).data;
  }

  get(board: string, query: Parameters<Leaderboards['get']>[1] = {}): Promise<BoardPage> {
    const { period, segment, limit, cursor } = query;
    return this.#ports.http.get(path(board), { period, segment, limit, cursor });
  }

  async around(board: string, query: Parameters<Leaderboards['around']>[1] = {}): Promise<BoardPage> {
    const { user = 'me', period, segment, span } = query;
    await this.#ports.settled();
    if (user === 'me' && this.#ports.user() === null)
      throw new EngagementError('not-identified', 'There is no user to look around: call identify first.');
    return this.#ports.http.get(`${path(board)}/around/${encodeURIComponent(user)}`, { period, segment, span });
  }

  subscribe(
    board: string,
    query: BoardQuery,
    callback: (state: BoardState) => void,
    { live = true }: { live?: boolean } = {},
  ): () => void {
    const key = queryKey(board, query);
    const subscription = this.#subscriptions.get(key) ?? this.#open(key, board, query);
    const remove = subscription.add(live);
    const stop = this.#ports.store.subscribe(this.select(board, query), callback, { immediate: true });
    return () => {
      stop();
      remove();
    };
  }

  refresh(board: string, query: BoardQuery = {}): Promise<void> {
    const key = queryKey(board, query);
    return this.#subscriptions.get(key)?.fetch() ?? this.#load(key, board, query);
  }

  /** The same selector for the same arguments. */
  select(board: string, query: BoardQuery = {}): (state: EngagementState) => BoardState {
    const key = queryKey(board, query);
    const known = this.#selectors.get(key);
    if (known) return known;
    const selector = ({ boards }: EngagementState) => boards[key] ?? UNKNOWN;
    this.#selectors.set(key, selector);
    return selector;
  }

  /** Everything that is shown, for another user. */
  reload(): void {
    for (const subscription of this.#subscriptions.values()) void subscription.fetch();
  }

  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.close();
    this.#subscriptions.clear();
  }

  #open(key: string, board: string, query: BoardQuery): Subscription {
    const subscription = new Subscription(board, query, {
      load: () => this.#load(key, board, query),
      read: () => this.#read(key),
      write: (state) => this.#write(key, state),
      follow: this.#ports.follow,
      report: this.#ports.report,
      ended: () => this.#subscriptions.delete(key),
    });
    this.#subscriptions.set(key, subscription);
    return subscription;
  }

  async #load(key: string, board: string, { around, ...query }: BoardQuery): Promise<void> {
    this.#write(key, loading(this.#read(key)));
    try {
      const asked = around === undefined ? this.get(board, query) : this.around(board, { ...query, user: around });
      const page = await asked;
      this.#write(key, received(this.#read(key), page, Date.now()));
    } catch (error) {
      // Called off means that the user changed, and the next load is already under way.
      if ((error as EngagementError).code !== 'aborted')
        this.#write(key, failed(this.#read(key), error as EngagementError));
    }
  }

  #read(key: string): BoardState {
    return this.#ports.store.getState().boards[key] ?? UNKNOWN;
  }

  #write(key: string, state: BoardState): void {
    const { status, boards } = this.#ports.store.getState();
    const lastSync = Math.max(status.lastSync ?? 0, state.updatedAt ?? 0) || null;
    const synced = lastSync === status.lastSync ? {} : { status: { ...status, lastSync } };
    this.#ports.store.set({ boards: { ...boards, [key]: state }, ...synced });
  }
}
