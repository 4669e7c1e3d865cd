import type { BatchReply } from '@engagement/contract';
import { isOffline } from '../environment.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Credential, Identity } from '../identity/identity.ts';
import { problemError } from '../transport/failure.ts';
import { type Batch, KEEPALIVE_BYTES, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, nextBatch } from './batch.ts';
import { createEvent, type EventOptions, type QueuedEvent } from './event.ts';

export interface OutboundPorts {
  /** Posts a batch. With `last` the page is about to go: it must outlive the page and has one try. */
  post(batch: Batch, last: boolean): Promise<BatchReply>;
  identity: Pick<Identity, 'credential' | 'settled'>;
  report(error: EngagementError): void;
  flush: { interval?: number; size?: number } | undefined;
}

export interface Tally {
  sent: number;
  failed: number;
}

export interface Outbound {
  track(type: string, data?: unknown, options?: EventOptions): void;
  flush(): Promise<Tally>;
  /** What is queued still belongs to the user who leaves. */
  handOver(leaving: Credential): void;
  /** Sends what is left while the page can still do it. */
  hide(): void;
}

export const MAX_QUEUED = 1000;
/** A view is worth less than an act, so views go first when the queue is full. */
const LOW_VALUE = /\.viewed$/;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const warn = (message: string) => console.warn(`[engagement] ${message}`);

export function createOutbound({ post, identity, report, flush: settings = {} }: OutboundPorts): Outbound {
  const interval = clamp(settings.interval ?? 3000, 250, 60_000);
  const size = clamp(settings.size ?? 20, 1, MAX_BATCH_EVENTS);
  let queue: QueuedEvent[] = [];
  let inFlight: QueuedEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<Tally> | null = null;
  let warnedFull = false;

  function dropLeastValuable(): void {
    const view = queue.findIndex(({ event }) => LOW_VALUE.test(event.type));
    queue.splice(Math.max(0, view), 1);
    if (!warnedFull)
      warn(`the event queue is full (${MAX_QUEUED}); the oldest views are dropped, then the oldest events`);
    warnedFull = true;
  }

  function plan(): void {
    if (isOffline()) return;
    if (queue.length >= size) void flush();
    else timer ??= setTimeout(flush, interval);
  }

  function flush(): Promise<Tally> {
    clearTimeout(timer);
    timer = undefined;
    running ??= sendAll();
    return running;
  }

  async function sendAll(): Promise<Tally> {
    const tally = { sent: 0, failed: 0 };
    await identity.settled();
    while (queue.length > 0) {
      const batch = nextBatch(queue, identity.credential(), MAX_BATCH_BYTES);
      inFlight = batch.events;
      queue = queue.slice(inFlight.length);
      const { sent, failed } = await deliver(batch);
      tally.sent += sent;
      tally.failed += failed;
      inFlight = [];
    }
    running = null;
    return tally;
  }

  async function deliver(batch: Batch): Promise<Tally> {
    try {
      const reply = await post(batch, false);
      reportRejected(reply);
      return { sent: reply.accepted, failed: reply.rejected };
    } catch (error) {
      report(error as EngagementError);
      return { sent: 0, failed: batch.events.length };
    }
  }

  function reportRejected({ results }: BatchReply): void {
    for (const { status, error } of results) if (status === 'rejected' && error) report(problemError(error));
  }

  return {
    track(type, data = {}, options = {}) {
      try {
        queue.push(createEvent(type, data, options));
        if (queue.length > MAX_QUEUED) dropLeastValuable();
        plan();
      } catch (error) {
        warn(`event ${JSON.stringify(type)} dropped: ${(error as Error).message}`);
      }
    },
    flush,
    handOver(leaving) {
      for (const queued of queue) queued.credential ??= leaving;
      if (queue.length > 0) void flush();
    },
    hide() {
      // An event under way may be waiting for its next try: it goes again, and the server knows it by its id.
      const unsettled = [...inFlight, ...queue];
      if (unsettled.length === 0) return;
      const batch = nextBatch(unsettled, identity.credential(), KEEPALIVE_BYTES);
      const waiting = batch.events.filter((queued) => !inFlight.includes(queued));
      queue = queue.slice(waiting.length);
      post(batch, true).then(reportRejected, () => {
        queue = [...waiting, ...queue];
        plan();
      });
      if (queue.length > 0) void flush();
    },
  };
}
