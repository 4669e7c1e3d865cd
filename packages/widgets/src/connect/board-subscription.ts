import type { BoardPage, BoardQuery, BoardState, EngagementClient } from '@engagement/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface BoardRequest {
  client: EngagementClient;
  board: string;
  query: BoardQuery;
  live: boolean;
}

/** Keeps one subscription to a board, the one that is wanted now, and its newest state. */
export class BoardSubscription implements ReactiveController {
  state: BoardState | null = null;
  offline = false;
  /** What the client says of its socket. */
  #connection = 'idle';
  readonly #host: ReactiveControllerHost;
  #request: BoardRequest | null = null;
  /** The rows of the last request, for the time until those of the next one come. */
  #before: BoardPage | null = null;
  #stops: Array<() => void> = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Follows this board from now on; null follows none and keeps what is known. */
  follow(request: BoardRequest | null): void {
    if (request?.client === this.#request?.client && wording(request) === wording(this.#request)) return;
    this.#leave();
    const isSameBoard = request?.client === this.#request?.client && request?.board === this.#request?.board;
    this.#before = isSameBoard ? (this.state?.page ?? null) : null;
    this.#request = request;
    if (!request) return;
    const { client, board, query, live } = request;
    const take = (state: BoardState) => {
      const waits = state.status === 'loading' && this.#before;
      this.state = waits ? { ...state, status: 'refreshing', page: this.#before } : state;
      this.#host.requestUpdate();
    };
    const watch = (connection: string) => {
      this.#connection = connection;
      this.#look();
    };
    this.#stops = [
      client.leaderboards.subscribe(board, query, take, { live }),
      client.store.subscribe(client.selectors.connection, watch, { immediate: true }),
    ];
  }

  /** Rows may change by themselves: the socket tells of them, or they are asked for again. */
  get moves(): boolean {
    return this.#connection !== 'idle' && !!this.#request?.live;
  }

  /** Loads the followed board again now. */
  async refresh(): Promise<void> {
    if (this.#request) await this.#request.client.leaderboards.refresh(this.#request.board, this.#request.query);
  }

  hostConnected(): void {
    window.addEventListener('online', this.#look);
    window.addEventListener('offline', this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#look);
    window.removeEventListener('offline', this.#look);
    this.follow(null);
  }

  readonly #look = (event?: Event): void => {
    this.offline = this.#connection === 'offline' || !navigator.onLine;
    this.#host.requestUpdate();
    if (event?.type === 'online') this.refresh().catch(() => {}); // the failure arrives as the board's next state
  };

  #leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

const wording = (request: BoardRequest | null) => JSON.stringify([request?.board, request?.query, request?.live]);
