import type { ServerClock } from '../clock/server-clock.ts';
import type { Credential } from '../identity/credential.ts';
import { lazy } from '../lazy.ts';
import type { Consent, EngagementClient } from '../types.ts';
import type { EventOptions } from './event.ts';
import type { EventQueue, Tally } from './event-queue.ts';
import type { QueuePorts } from './queue-ports.ts';

export interface OutboundPorts extends Omit<QueuePorts, 'clock' | 'consent'> {
  clock: Pick<ServerClock, 'now' | 'offset'>;
}

type Early = [type: string, data: unknown, options: EventOptions, credential?: Credential];

/** So many events wait for the queue itself, which is bounded as well. */
const MAX_EARLY = 1000;

/** Takes events from the first moment. The queue that checks and sends them loads apart. */
export class Outbound {
  /** Rejects when the queue cannot be loaded; the next event tries again. */
  readonly load: () => Promise<EventQueue>;
  readonly #clock: OutboundPorts['clock'];
  readonly #early: Early[] = [];
  readonly consent: EngagementClient['consent'];
  #queue: EventQueue | undefined;

  constructor(ports: OutboundPorts, consent: Consent = 'granted') {
    this.#clock = ports.clock;
    this.consent = {
      get: () => consent,
      set: (next) => {
        consent = next;
        if (next === 'denied') this.#early.length = 0;
        this.#queue?.consentChanged();
      },
    };
    this.load = lazy(async () => {
      const { EventQueue } = await import('./event-queue.ts');
      this.#queue = new EventQueue({ ...ports, consent: this.consent.get });
      for (const early of this.#early.splice(0)) this.#queue.track(...early);
      return this.#queue;
    });
  }

  /** With `wait` a promise of what came of the event. */
  track(type: string, data: unknown = {}, given: EventOptions & { wait?: number } = {}): unknown {
    const options = given.time ? given : { ...given, time: new Date(this.#clock.now()), offset: this.#clock.offset() };
    if (options.wait !== undefined) return this.load().then((queue) => queue.ask(type, data, options));
    if (this.consent.get() === 'denied') return undefined;
    if (this.#queue) this.#queue.track(type, data, options);
    else if (this.#early.push([type, copyOf(data), options]) > MAX_EARLY) this.#early.shift();
    this.load().catch(() => {});
    return undefined;
  }

  async flush(): Promise<Tally> {
    if (this.#early.length > 0) await this.load().catch(() => {});
    return this.#queue?.flush() ?? { sent: 0, failed: this.#early.length };
  }

  /** Takes up what earlier pages have left behind, and what has failed to arrive. */
  async resume(): Promise<void> {
    await this.#queue?.resume();
  }

  /** What has not arrived yet still belongs to the user who leaves. */
  handOver(leaving: Credential): void {
    for (const early of this.#early) early[3] ??= leaving;
    this.#queue?.handOver(leaving);
  }

  /** Sends what is left while the page can still do it. */
  hide(): void {
    if (this.#queue) this.#queue.hide();
    else if (this.#early.length > 0)
      this.load().then(
        (queue) => queue.hide(),
        () => {},
      );
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
