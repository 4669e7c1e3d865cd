import type {
  BoardPage,
  BoardQuery,
  BoardState,
  EngagementClient,
  EngagementError,
  EngagementState,
  ReadonlyStore,
  Status,
} from '@engagement/sdk';

type Listener = { board: string; query: BoardQuery; live: boolean; callback: (state: BoardState) => void };

type Answers = Partial<Pick<EngagementClient['leaderboards'], 'explain' | 'season'>>;

const LOADING: BoardState = { status: 'loading', page: null, error: null, updatedAt: null, live: false };

/** A client whose boards a test sets by hand, with a record of who is subscribed and what was asked again. */
export class FakeClient {
  readonly subscriptions = new Set<Listener>();
  readonly refreshed: string[] = [];
  readonly #answers: Answers = {};
  #board = LOADING;
  #connection: Status['connection'] = 'idle';
  readonly #connectionListeners = new Set<(connection: Status['connection']) => void>();

  /** Shows a page to every subscriber. */
  show(page: BoardPage, parts: Partial<BoardState> = {}): void {
    this.#set({ status: 'ready', page, error: null, updatedAt: Date.now(), live: false, ...parts });
  }

  /** Fails as the store does: what was there stays. */
  fail(error: EngagementError): void {
    this.#set({ ...this.#board, status: 'error', error });
  }

  /** Nothing is known of what is asked for now. */
  loading(): void {
    this.#board = LOADING;
  }

  /** Answers these questions, in place of refusing them. */
  answer(questions: Answers): void {
    Object.assign(this.#answers, questions);
  }

  refreshing(): void {
    this.#set({ ...this.#board, status: 'refreshing' });
  }

  connect(connection: Status['connection']): void {
    this.#connection = connection;
    for (const listener of this.#connectionListeners) listener(connection);
  }

  /** The client itself. Only what widgets use is there; the rest throws when it is touched. */
  get client(): EngagementClient {
    const parts: Pick<EngagementClient, 'leaderboards' | 'store' | 'selectors' | 'destroy'> = {
      leaderboards: {
        list: () => Promise.resolve([]),
        get: () => Promise.reject(new Error('not used by widgets')),
        around: () => Promise.reject(new Error('not used by widgets')),
        explain: (...asked) => this.#answers.explain?.(...asked) ?? Promise.reject(new Error('no answer is set')),
        seasons: () => Promise.reject(new Error('not used by widgets')),
        season: (...asked) => this.#answers.season?.(...asked) ?? Promise.reject(new Error('no answer is set')),
        archive: () => Promise.reject(new Error('not used by widgets')),
        subscribe: (board, query, callback, options) =>
          this.#subscribe({ board, query, live: options?.live ?? true, callback }),
        refresh: async (board) => {
          this.refreshed.push(board);
        },
      },
      selectors: { board: () => () => this.#board, connection: (state) => state.status.connection },
      store: this.#store(),
      destroy: async () => {},
    };
    return parts as EngagementClient;
  }

  #set(board: BoardState): void {
    this.#board = board;
    for (const { callback } of this.subscriptions) callback(board);
  }

  #subscribe(listener: Listener): () => void {
    this.subscriptions.add(listener);
    listener.callback(this.#board);
    return () => this.subscriptions.delete(listener);
  }

  #store(): ReadonlyStore<EngagementState> {
    const state = (): EngagementState => ({
      status: { auth: 'anonymous', connection: this.#connection, lastSync: null },
      boards: {},
    });
    const subscribe: WatchConnection = (_selector, listener, options) => {
      this.#connectionListeners.add(listener);
      if (options?.immediate) listener(this.#connection);
      return () => this.#connectionListeners.delete(listener);
    };
    return {
      getState: state,
      getInitialState: state,
      subscribe: subscribe as unknown as ReadonlyStore<EngagementState>['subscribe'],
    };
  }
}

/** The one way in which widgets subscribe to the store. */
type WatchConnection = (
  selector: unknown,
  listener: (connection: Status['connection']) => void,
  options?: { immediate?: boolean },
) => () => void;
