import type { Credential } from '../identity/credential.ts';
import type { EventOptions } from './event.ts';
import type { EventQueue, QueuePorts, Tally } from './event-queue.ts';

type Early = [type: string, data: unknown, options: EventOptions, credential?: Credential];

/** So many events wait for the queue itself, which is bounded as well. */
const MAX_EARLY = 1000;

/** Takes events from the first moment. The queue that checks and sends them loads with the first one. */
export class Outbound {
  readonly #ports: QueuePorts;
  readonly #early: Early[] = [];
  #queue: EventQueue | undefined;
  #loading: Promise<EventQueue | undefined> | undefined;

  constructor(ports: QueuePorts) {
    this.#ports = ports;
  }

  track(type: string, data: unknown = {}, options: EventOptions = {}): void {
    if (this.#queue) this.#queue.track(type, data, options);
    else if (this.#early.push([type, copyOf(data), { time: new Date(), ...options }]) > MAX_EARLY) this.#early.shift();
    void this.load();
  }

  async flush(): Promise<Tally> {
    const queue = this.#queue ?? (this.#early.length > 0 ? await this.load() : undefined);
    return queue?.flush() ?? { sent: 0, failed: this.#early.length };
  }

  /** What has not arrived yet still belongs to the user who leaves. */
  handOver(leaving: Credential): void {
    for (const early of this.#early) early[3] ??= leaving;
    this.#queue?.handOver(leaving);
  }

  /** Sends what is left while the page can still do it. */
  hide(): void {
    if (this.#queue) this.#queue.hide();
    else if (this.#early.length > 0) void this.load().then((queue) => queue?.hide());
  }

  /** Resolves with nothing when the queue cannot be loaded; the next event tries again. */
  load(): Promise<EventQueue | undefined> {
    this.#loading ??= import('./event-queue.ts').then(
      ({ EventQueue }) => {
        const queue = new EventQueue(this.#ports);
        for (const early of this.#early.splice(0)) queue.track(...early);
        this.#queue = queue;
        return queue;
      },
      () => {
        this.#loading = undefined;
        return undefined;
      },
    );
    return this.#loading;
  }
}

/** As it is now. What is no JSON is kept as it is, for the queue to refuse. */
function copyOf(data: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(data));
  } catch {
    return data;
  }
}
