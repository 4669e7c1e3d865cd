import { lazy } from '../lazy.ts';
import type { Status } from '../types.ts';
import type { Channel } from './channel.ts';
import type { Followed, RealtimePorts } from './ports.ts';

const POLL_INTERVAL = 30_000;

/** Opens the socket with the first live board, from a chunk of its own, and asks every 30 s where no socket opens. */
export class Live {
  readonly #ports: RealtimePorts;
  readonly #load: () => Promise<void>;
  /** The boards, and how each leaves the socket. */
  readonly #wanted = new Map<Followed, (() => void) | undefined>();
  #channel: Channel | undefined;
  #closed = false;
  #state: Status['connection'] = 'idle';
  #stopPolling = () => {};

  constructor(ports: RealtimePorts) {
    this.#ports = ports;
    this.#load = lazy(async () => {
      const { Channel } = await import('./channel.ts');
      if (this.#closed) return;
      this.#channel = new Channel({ ...ports, connection: (state) => this.#connection(state) });
      for (const board of this.#wanted.keys()) this.#wanted.set(board, this.#channel.follow(board));
    });
  }

  follow(board: Followed): () => void {
    this.#wanted.set(board, this.#channel?.follow(board));
    this.#open();
    return () => {
      this.#wanted.get(board)?.();
      this.#wanted.delete(board);
      if (this.#wanted.size === 0) this.#connection('idle');
    };
  }

  /** Another user: the socket must not stay the old one's. */
  reauthenticate(): void {
    this.#channel?.reauthenticate();
  }

  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#connection('idle');
  }

  #open(): void {
    // Where the chunk is blocked or missing, polling goes on, and tries again.
    this.#load().catch(() => this.#wanted.size > 0 && this.#connection('polling'));
  }

  #connection(state: Status['connection']): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stopPolling();
    this.#ports.connection(state);
    if (state === 'polling') this.#poll();
  }

  #poll(): void {
    const { after, isHidden } = this.#ports.page;
    if (!isHidden()) for (const board of this.#wanted.keys()) void board.load();
    this.#stopPolling = after(POLL_INTERVAL, () => {
      this.#open();
      this.#poll();
    });
  }
}
