import type { EventAnswer } from '@engagement/contract';
import type { Consent, EngagementClient, InspectedEvent, Inspection, SocketNote, TrackOptions } from '../types.ts';
import type { Answers } from './answers.ts';
import type { FakeClock } from './clock.ts';

const MAX_EVENTS = 50;
const MAX_NOTES = 100;

/** What is tracked with a fake client, and what its debugging panel sees. */
export class FakeEvents {
  readonly inspection: Inspection;
  readonly #answers: Answers;
  readonly #clock: FakeClock;
  readonly #listeners = new Set<() => void>();
  #consent: Consent;
  #count = 0;
  #waiting = 0;
  #events: readonly InspectedEvent[] = [];
  #notes: readonly SocketNote[] = [];

  constructor(answers: Answers, clock: FakeClock, consent: Consent) {
    this.#answers = answers;
    this.#clock = clock;
    this.#consent = consent;
    this.inspection = {
      events: () => this.#events,
      socket: () => this.#notes,
      subscribe: (callback) => {
        this.#listeners.add(callback);
        return () => this.#listeners.delete(callback);
      },
    };
  }

  readonly consent: EngagementClient['consent'] = {
    get: () => this.#consent,
    set: (consent) => {
      this.#answers.note('consent.set', consent);
      this.#consent = consent;
      if (consent === 'denied') this.#settle('dropped', 'there is no consent');
    },
  };

  readonly track = ((
    ...given: [type: string, data?: Record<string, unknown>, options?: TrackOptions & { wait?: number }]
  ): Promise<EventAnswer> | undefined => {
    this.#answers.note('track', ...given);
    const [type, data = {}, options = {}] = given;
    const time = (options.time ?? new Date(this.#clock.now())).toISOString();
    const id = options.id ?? `event-${++this.#count}`;
    const denied = this.#consent === 'denied';
    const event = { id, type, time, data };
    this.#add({ ...event, fate: denied ? 'dropped' : 'waiting', reason: denied ? 'there is no consent' : null });
    if (!denied) this.#waiting++;
    if (options.wait === undefined) return undefined;
    return this.#answers.give('track', () => {
      void this.#send();
      return { id, status: 'recorded', metrics: [], ranks: [] };
    });
  }) as EngagementClient['track'];

  readonly flush = async (): Promise<{ sent: number; failed: number }> => {
    this.#answers.note('flush');
    return this.#send();
  };

  /** Something happened on the socket. */
  note(direction: SocketNote['direction'], name: string, detail: unknown = null): void {
    this.#notes = [{ at: this.#clock.now(), direction, name, detail }, ...this.#notes].slice(0, MAX_NOTES);
    this.#tell();
  }

  async #send(): Promise<{ sent: number; failed: number }> {
    if (this.#consent !== 'granted') return { sent: 0, failed: 0 };
    const count = this.#waiting;
    this.#settle('sending', null);
    try {
      await this.#answers.give('flush', () => undefined);
      this.#settle('sent', null);
      return { sent: count, failed: 0 };
    } catch (error) {
      this.#settle('failed', (error as Error).message);
      return { sent: 0, failed: count };
    }
  }

  /** The same fate for all that are on their way. */
  #settle(fate: InspectedEvent['fate'], reason: string | null): void {
    const onTheWay = (event: InspectedEvent) => event.fate === 'waiting' || event.fate === 'sending';
    this.#events = this.#events.map((event) => (onTheWay(event) ? { ...event, fate, reason } : event));
    this.#waiting = 0;
    this.#tell();
  }

  #add(event: InspectedEvent): void {
    this.#events = [event, ...this.#events].slice(0, MAX_EVENTS);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
