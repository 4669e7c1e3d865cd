import type { BoardQuery, BoardState, EngagementClient, Status } from '@engagement/sdk';
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
  readonly #host: ReactiveControllerHost;
  #request: BoardRequest | null = null;
  #connection: Status['connection'] = 'idle';
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get offline(): boolean {
    return this.#connection === 'offline' || !navigator.onLine;
  }

  /** Follows this board from now on; null follows none and keeps what is known. */
  follow(request: BoardRequest | null): void {
    if (sameRequest(request, this.#request)) return;
    this.#leave();
    if (!request) return;
    this.#request = request;
    const { client, board, query, live } = request;
    const stopBoard = client.leaderboards.subscribe(board, query, (state) => this.#take(state), { live });
    const stopConnection = client.store.subscribe(
      client.selectors.connection,
      (connection) => {
        this.#connection = connection;
        this.#host.requestUpdate();
      },
      { immediate: true },
    );
    this.#stop = () => {
      stopBoard();
      stopConnection();
    };
  }

  /** Loads the followed board again now. */
  async refresh(): Promise<void> {
    if (this.#request) await this.#request.client.leaderboards.refresh(this.#request.board, this.#request.query);
  }

  hostConnected(): void {
    window.addEventListener('online', this.#cameOnline);
    window.addEventListener('offline', this.#wentOffline);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#cameOnline);
    window.removeEventListener('offline', this.#wentOffline);
    this.#leave();
  }

  readonly #wentOffline = (): void => this.#host.requestUpdate();

  readonly #cameOnline = (): void => {
    this.#host.requestUpdate();
    this.refresh().catch(() => {}); // the failure arrives as the board's next state
  };

  #take(state: BoardState): void {
    this.state = state;
    this.#host.requestUpdate();
  }

  #leave(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#request = null;
  }
}

function sameRequest(a: BoardRequest | null, b: BoardRequest | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.client === b.client &&
    a.board === b.board &&
    a.live === b.live &&
    JSON.stringify(a.query) === JSON.stringify(b.query)
  );
}
