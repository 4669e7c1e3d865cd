import type { Status } from '../types.ts';
import type { Channel } from './channel.ts';
import type { Followed, RealtimePorts } from './ports.ts';

interface Wanted {
  readonly board: Followed;
  leave(): void;
}

const POLL_INTERVAL = 30_000;

/** Opens the socket with the first live board, from a chunk of its own, and asks every 30 s where no socket opens. */
export class Live {
  readonly #ports: RealtimePorts;
  readonly #wanted = new Set<Wanted>();
  #channel: Channel | undefined;
  #loading = false;
  #closed = false;
  #state: Status['connection'] = 'idle';
  #stopPolling = () => {};

  constructor(ports: RealtimePorts) {
    this.#ports = ports;
  }

  follow(board: Followed): () => void {
    const wanted: Wanted = { board, leave: () => {} };
    this.#wanted.add(wanted);
    if (this.#channel) wanted.leave = this.#channel.follow(board);
    else void this.#load();
    return () => {
      this.#wanted.delete(wanted);
      wanted.leave();
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

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { Channel } = await import('./channel.ts');
      if (!this.#closed) this.#start(new Channel({ ...this.#ports, connection: (state) => this.#connection(state) }));
    } catch {
      // The chunk is blocked or missing: polling goes on, and tries again.
      if (this.#wanted.size > 0) this.#connection('polling');
    }
    this.#loading = false;
  }

  #start(channel: Channel): void {
    this.#channel = channel;
    for (const wanted of this.#wanted) wanted.leave = channel.follow(wanted.board);
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
    if (!isHidden()) for (const { board } of this.#wanted) void board.load();
    this.#stopPolling = after(POLL_INTERVAL, () => {
      if (!this.#channel) void this.#load();
      this.#poll();
    });
  }
}
