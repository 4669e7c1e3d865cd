import type { Watch } from '@engagement/contract';
import { after, isHidden } from '../environment.ts';
import type { Status } from '../types.ts';
import type { Channel } from './channel.ts';
import type { Follower, RealtimePorts } from './ports.ts';

interface Wanted {
  readonly watch: Watch;
  readonly follower: Follower;
  leave(): void;
}

const POLL_INTERVAL = 30_000;

/** Opens the socket with the first follower, from a chunk of its own, and asks every 30 s where no socket opens. */
export class Live {
  readonly #ports: RealtimePorts;
  readonly #tell: RealtimePorts['connection'];
  readonly #wanted = new Set<Wanted>();
  #channel: Channel | null = null;
  #loading = false;
  #closed = false;
  #state: Status['connection'] = 'idle';
  #stopPolling = () => {};

  constructor(ports: RealtimePorts) {
    this.#ports = { ...ports, connection: (state) => this.#connection(state) };
    this.#tell = ports.connection;
  }

  follow(watch: Watch, follower: Follower): () => void {
    const wanted: Wanted = { watch, follower, leave: () => {} };
    this.#wanted.add(wanted);
    if (this.#channel) wanted.leave = this.#channel.follow(watch, follower);
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
    this.#wanted.clear();
    this.#channel?.close();
    this.#connection('idle');
  }

  async #load(): Promise<void> {
    if (this.#loading || this.#closed) return;
    this.#loading = true;
    try {
      const { Channel } = await import('./channel.ts');
      if (!this.#closed) this.#start(new Channel(this.#ports));
    } catch {
      // The chunk is blocked or missing: polling goes on, and tries again.
      this.#connection('polling');
    }
    this.#loading = false;
  }

  #start(channel: Channel): void {
    this.#channel = channel;
    for (const wanted of this.#wanted) wanted.leave = channel.follow(wanted.watch, wanted.follower);
  }

  #connection(state: Status['connection']): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stopPolling();
    this.#tell(state);
    if (state === 'polling') this.#poll();
  }

  #poll(): void {
    if (!isHidden()) for (const { follower } of this.#wanted) follower.stale();
    this.#stopPolling = after(POLL_INTERVAL, () => {
      if (!this.#channel) void this.#load();
      this.#poll();
    });
  }
}
