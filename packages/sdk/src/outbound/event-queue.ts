import type { BatchReply, BatchResult, EventAnswer, EventReceipt } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Credential } from '../identity/credential.ts';
import { type Batch, KEEPALIVE_BYTES, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, nextBatch, subjectOf } from './batch.ts';
import { createEvent, type EventOptions, type QueuedEvent, settleTime } from './event.ts';
import type { KeptEvents } from './kept-events.ts';
import type { QueuePorts } from './queue-ports.ts';

export interface Tally {
  sent: number;
  failed: number;
}

const MAX_QUEUED = 1000;
/** A view is worth less than an act, so views go first when the queue is full. */
const LOW_VALUE = /\.viewed$/;

/** As in the contract; a test holds the two together. */
export const INVALID_REQUEST = 'urn:engagement:error:invalid-request';
const LEFT_OUT = 'beforeSend left it out.';
const ABORTED = 'urn:engagement:error:aborted';

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The bounded queue of tracked events. Nothing in it throws or rejects. */
export class EventQueue {
  readonly #ports: QueuePorts;
  readonly #interval: number;
  readonly #size: number;
  #queue: QueuedEvent[] = [];
  #inFlight: QueuedEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<Tally> | null = null;
  #sending = new AbortController();
  /** What is kept on the device; undefined where nothing is, or not yet. */
  #kept: KeptEvents | undefined;
  #opening: Promise<void> | undefined;
  #resumed = Promise.resolve();
  #warnedFull = false;

  constructor(ports: QueuePorts) {
    this.#ports = ports;
    this.#interval = clamp(ports.flush?.interval ?? 3000, 250, 60_000);
    this.#size = clamp(ports.flush?.size ?? 20, 1, MAX_BATCH_EVENTS);
    ports.closed.addEventListener('abort', () => {
      this.#sending.abort();
      this.#kept?.leave();
    });
    this.consentChanged();
  }

  track(type: string, data: unknown, options: EventOptions, credential?: Credential): void {
    try {
      const queued = this.#create(type, data, options);
      if (!queued) return;
      queued.credential = credential;
      this.#add([queued]);
      if (this.#granted) this.#kept?.keep([queued]);
      this.#plan();
    } catch (error) {
      const why = `The event ${JSON.stringify(type)} was dropped: ${(error as Error).message}.`;
      console.warn(this.#ports.phrase('event-dropped', why));
    }
  }

  /** Sends an event past the queue; this alone rejects. */
  async ask(type: string, data: unknown, { wait = 0, ...options }: EventOptions & { wait?: number }) {
    const { http, identity, clock, error: problemError, consent } = this.#ports;
    let queued: QueuedEvent | null;
    try {
      queued = this.#create(type, data, options);
    } catch (error) {
      throw problemError({ type: INVALID_REQUEST, detail: (error as Error).message });
    }
    await identity.settled();
    if (!this.#granted) throw problemError({ type: ABORTED, detail: `Consent is ${consent()}.` });
    if (!queued) throw problemError({ type: ABORTED, detail: LEFT_OUT });
    const { credential } = identity;
    settleTime(queued, clock.offset());
    const body = JSON.stringify({ ...queued.event, ...subjectOf(credential) });
    const { signal } = this.#sending;
    return http.post<EventAnswer | EventReceipt>('/v1/events', body, credential, { wait, signal });
  }

  flush(): Promise<Tally> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#granted) return Promise.resolve({ sent: 0, failed: 0 });
    this.#running ??= this.#sendAll();
    return this.#running;
  }

  /** Sends what waits, and what earlier pages have left behind. */
  resume(): Promise<void> {
    // One after the other: what the first takes over, the second must see as held.
    this.#resumed = this.#resumed.then(() => this.#takeOver());
    return this.#resumed;
  }

  /** Denied, everything goes that waits, here and on the device. Granted, it goes out. */
  consentChanged(): void {
    const consent = this.#ports.consent();
    // A word that is not known must neither send anything nor forget anything.
    if (consent !== 'granted' && consent !== 'denied') return;
    this.#opening ??= this.#open();
    if (consent === 'denied') {
      this.#ports.note('events', this.#unsettled, 'dropped', `Consent is ${consent}.`);
      this.#queue = [];
      this.#sending.abort();
      this.#sending = new AbortController();
    }
    void this.#opening.then(() => {
      if (!this.#granted) return this.#kept?.clear();
      this.#kept?.keep(this.#unsettled);
      return this.resume();
    });
  }

  /** What has not arrived yet still belongs to the user who leaves. */
  handOver(leaving: Credential): void {
    for (const queued of this.#unsettled) queued.credential ??= leaving;
    if (this.#queue.length > 0) void this.flush();
  }

  /** Sends what is left while the page can still do it. */
  hide(): void {
    // An event under way may be waiting for its next try: it goes again, and the server knows it by its id.
    const unsettled = this.#unsettled;
    if (unsettled.length === 0 || !this.#granted) return;
    const batch = this.#next(unsettled, KEEPALIVE_BYTES);
    const waiting = batch.events.slice(this.#inFlight.length);
    this.#queue = this.#queue.slice(waiting.length);
    this.#post(batch, true).catch(() => {
      this.#queue = [...waiting, ...this.#queue];
      this.#plan();
    });
    if (this.#queue.length > 0) void this.flush();
  }

  get #unsettled(): QueuedEvent[] {
    return [...this.#inFlight, ...this.#queue];
  }

  get #granted(): boolean {
    return this.#ports.consent() === 'granted';
  }

  async #open(): Promise<void> {
    // Not on a server, and not where the page forbids it.
    if (this.#ports.storage === 'memory' || !('indexedDB' in globalThis)) return;
    const part = await import('./kept-events.ts').catch(() => undefined);
    this.#kept = part && new part.KeptEvents(this.#ports);
  }

  async #takeOver(): Promise<void> {
    await this.#ports.identity.settled();
    if (!this.#granted) return;
    const held = new Set(this.#unsettled.map(({ event }) => event.id));
    const taken = await this.#kept?.takeOver(held);
    if (!this.#granted) return;
    this.#add(taken ?? []);
    this.#plan();
  }

  #next(queue: readonly QueuedEvent[], maxBytes: number): Batch {
    const { identity, clock } = this.#ports;
    return nextBatch(queue, identity.credential, maxBytes, clock.offset());
  }

  /** Null when `beforeSend` leaves it out. */
  #create(type: string, data: unknown, options: EventOptions): QueuedEvent | null {
    const created = createEvent(type, data, options);
    const { beforeSend } = this.#ports;
    if (!beforeSend) return created;
    const { source: _, ...given } = created.event;
    const event = beforeSend(given);
    if (!event) this.#ports.note('events', [created], 'dropped', LEFT_OUT);
    return event && createEvent(event.type, event.data, { ...options, id: event.id, time: new Date(event.time) });
  }

  #add(events: readonly QueuedEvent[]): void {
    this.#queue.push(...events);
    this.#ports.note('events', events, 'waiting');
    while (this.#queue.length > MAX_QUEUED) this.#dropLeastValuable();
  }

  #plan(): void {
    if (this.#queue.length === 0 || this.#ports.isOffline()) return;
    if (this.#queue.length >= this.#size) void this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#interval);
  }

  async #sendAll(): Promise<Tally> {
    const tally = { sent: 0, failed: 0 };
    await this.#ports.identity.settled();
    while (this.#queue.length > 0) {
      const batch = this.#next(this.#queue, MAX_BATCH_BYTES);
      this.#inFlight = batch.events;
      this.#queue = this.#queue.slice(batch.events.length);
      const { sent, failed } = await this.#deliver(batch);
      tally.sent += sent;
      tally.failed += failed;
      this.#inFlight = [];
    }
    this.#running = null;
    return tally;
  }

  async #deliver(batch: Batch): Promise<Tally> {
    try {
      return await this.#post(batch, false);
    } catch (cause) {
      const error = cause as EngagementError;
      // Without consent nothing has failed.
      if (!this.#granted) return { sent: 0, failed: 0 };
      this.#ports.note('events', batch.events, 'failed', error.message);
      this.#ports.report(error);
      // What the server would refuse again is of no use later; a user may come back with a new token.
      if (error.status && error.status !== 401 && !error.retryable) this.#kept?.drop(batch.events);
      return { sent: 0, failed: batch.events.length };
    }
  }

  /** Posts a batch and reports what is rejected of it. With `last` it must outlive the page, and has one try. */
  async #post({ body, credential, events }: Batch, last: boolean): Promise<Tally> {
    const { http, note, clock } = this.#ports;
    note('events', events, 'sending');
    // The next page must send them as this one does, or the server takes them for other events of the same ids.
    if (clock.offset() !== 0) this.#kept?.keep(events);
    const { signal } = this.#sending;
    const { results } = await http.post<BatchReply>('/v1/events/batch', body, credential, { last, signal });
    this.#kept?.drop(events);
    const accepted = events.filter((_, at) => !results[at]?.error);
    note('events', accepted, 'sent');
    const failed = results.filter(({ error }, at) => error && this.#rejected(events[at] as QueuedEvent, error));
    return { sent: accepted.length, failed: failed.length };
  }

  /** True when that is final. */
  #rejected(queued: QueuedEvent, error: NonNullable<BatchResult['error']>): boolean {
    const { note, report, clock, error: problemError } = this.#ports;
    const { offset } = queued;
    // The answer itself has told that this device's clock is wrong: once more, with the time put right.
    if (offset !== undefined && offset !== clock.offset() && error.errors.some(({ pointer }) => pointer === '/time')) {
      queued.sent = false;
      settleTime(queued, clock.offset());
      queued.offset = undefined;
      this.#add([queued]);
      this.#kept?.keep([queued]);
      this.#plan();
      return false;
    }
    note('events', [queued], 'rejected', error.detail);
    report(problemError(error));
    return true;
  }

  #dropLeastValuable(): void {
    const view = this.#queue.findIndex(({ event }) => LOW_VALUE.test(event.type));
    const dropped = this.#queue.splice(Math.max(0, view), 1);
    this.#kept?.drop(dropped);
    this.#ports.note('events', dropped, 'dropped', 'The event queue is full.');
    const full = `${MAX_QUEUED} events wait: the oldest views go, then the oldest events.`;
    if (!this.#warnedFull) console.warn(this.#ports.phrase('queue-full', full));
    this.#warnedFull = true;
  }
}
