import type { ActivityEventInput, BatchReply, EventAnswer, EventReceipt, Problem } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Credential } from '../identity/credential.ts';
import type { Identity } from '../identity/identity.ts';
import type { Http } from '../transport/http.ts';
import { type Batch, KEEPALIVE_BYTES, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, nextBatch, subjectOf } from './batch.ts';
import { createEvent, type EventOptions, type QueuedEvent } from './event.ts';

/** What the queue asks of the core. It imports nothing of it at run time, so that the core stays one file. */
export interface QueuePorts {
  http: Pick<Http, 'post'>;
  /** A problem as the error that callers see. */
  error(problem: Pick<Problem, 'type' | 'detail'>): EngagementError;
  log(event: string, detail: unknown): void;
  identity: Pick<Identity, 'credential' | 'settled'>;
  report(error: EngagementError): void;
  isOffline(): boolean;
  flush: { interval?: number; size?: number } | undefined;
}

export interface Tally {
  sent: number;
  failed: number;
}

const MAX_QUEUED = 1000;
/** A view is worth less than an act, so views go first when the queue is full. */
const LOW_VALUE = /\.viewed$/;

/** As in the contract; a test holds the two together. */
export const INVALID_REQUEST = 'urn:engagement:error:invalid-request';

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const warn = (message: string) => console.warn(`[engagement] ${message}`);

/** The bounded queue of tracked events. Nothing in it throws or rejects. */
export class EventQueue {
  readonly #ports: QueuePorts;
  readonly #interval: number;
  readonly #size: number;
  #queue: QueuedEvent[] = [];
  #inFlight: QueuedEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<Tally> | null = null;
  #warnedFull = false;

  constructor(ports: QueuePorts) {
    this.#ports = ports;
    this.#interval = clamp(ports.flush?.interval ?? 3000, 250, 60_000);
    this.#size = clamp(ports.flush?.size ?? 20, 1, MAX_BATCH_EVENTS);
  }

  track(type: string, data: unknown, options: EventOptions, credential?: Credential): void {
    try {
      this.#queue.push({ ...createEvent(type, data, options), ...(credential && { credential }) });
      if (this.#queue.length > MAX_QUEUED) this.#dropLeastValuable();
      this.#plan();
    } catch (error) {
      warn(`event ${JSON.stringify(type)} dropped: ${(error as Error).message}`);
    }
  }

  /** Sends an event past the queue; this alone rejects. */
  async ask(type: string, data: unknown, { wait = 0, ...options }: EventOptions & { wait?: number }) {
    const { http, identity, error: problemError } = this.#ports;
    let event: ActivityEventInput;
    try {
      event = createEvent(type, data, options).event;
    } catch (error) {
      throw problemError({ type: INVALID_REQUEST, detail: (error as Error).message });
    }
    await identity.settled();
    const { credential } = identity;
    const body = JSON.stringify({ ...event, ...subjectOf(credential) });
    return http.post<EventAnswer | EventReceipt>('/v1/events', body, credential, false, wait);
  }

  flush(): Promise<Tally> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#sendAll();
    return this.#running;
  }

  /** What has not arrived yet still belongs to the user who leaves. */
  handOver(leaving: Credential): void {
    for (const queued of [...this.#inFlight, ...this.#queue]) queued.credential ??= leaving;
    if (this.#queue.length > 0) void this.flush();
  }

  /** Sends what is left while the page can still do it. */
  hide(): void {
    // An event under way may be waiting for its next try: it goes again, and the server knows it by its id.
    const unsettled = [...this.#inFlight, ...this.#queue];
    if (unsettled.length === 0) return;
    const batch = nextBatch(unsettled, this.#ports.identity.credential, KEEPALIVE_BYTES);
    const waiting = batch.events.filter((queued) => !this.#inFlight.includes(queued));
    this.#queue = this.#queue.slice(waiting.length);
    this.#post(batch, true).catch(() => {
      this.#queue = [...waiting, ...this.#queue];
      this.#plan();
    });
    if (this.#queue.length > 0) void this.flush();
  }

  #plan(): void {
    if (this.#ports.isOffline()) return;
    if (this.#queue.length >= this.#size) void this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#interval);
  }

  async #sendAll(): Promise<Tally> {
    const tally = { sent: 0, failed: 0 };
    await this.#ports.identity.settled();
    while (this.#queue.length > 0) {
      const batch = nextBatch(this.#queue, this.#ports.identity.credential, MAX_BATCH_BYTES);
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
      const reply = await this.#post(batch, false);
      return { sent: reply.accepted, failed: reply.rejected };
    } catch (error) {
      this.#ports.report(error as EngagementError);
      return { sent: 0, failed: batch.events.length };
    }
  }

  /** Posts a batch and reports what is rejected of it. With `last` it must outlive the page, and has one try. */
  async #post({ body, credential }: Batch, last: boolean): Promise<BatchReply> {
    const { http, log, report, error: problemError } = this.#ports;
    log('sends', body);
    const reply = await http.post<BatchReply>('/v1/events/batch', body, credential, last);
    for (const { error } of reply.results) if (error) report(problemError(error));
    return reply;
  }

  #dropLeastValuable(): void {
    const view = this.#queue.findIndex(({ event }) => LOW_VALUE.test(event.type));
    this.#queue.splice(Math.max(0, view), 1);
    if (!this.#warnedFull)
      warn(`the event queue is full (${MAX_QUEUED}); the oldest views are dropped, then the oldest events`);
    this.#warnedFull = true;
  }
}
