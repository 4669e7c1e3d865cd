import type { ActivityEventInput, BatchReply, EventReceipt } from '@engagement/contract';
import { EngagementError } from '../errors/engagement-error.ts';
import type { Credential } from '../identity/credential.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, nextBatch } from '../outbound/batch.ts';
import { createEvent, type QueuedEvent } from '../outbound/event.ts';
import { problemError } from '../transport/failure.ts';
import { createHttp } from '../transport/http.ts';

export interface TrackerOptions {
  /** A secret key, `sk_…`, with the scope `events:write`. */
  key: string | undefined;
  /** Origin of the engagement server. */
  host: string | undefined;
  /** The `source` of events that name none: the address of your system. */
  source: string;
  /** Milliseconds that an event waits for others to go with. Default 20. */
  interval?: number;
  fetch?: typeof fetch;
}

/** An event. Give it an id of your own when you may send it again: the server knows it by `source` and `id`. */
export type ServerEvent = Omit<ActivityEventInput, 'id' | 'source' | 'time'> &
  Partial<Pick<ActivityEventInput, 'id' | 'source'>> & {
    /** When it happened. Default: now. */
    time?: Date | string;
  };

export interface Tracker {
  /**
   * Sends an event, together with others of the same moment, in the order of the calls. Resolves when the server has it
   * for good. Rejects when it is refused, or when the server could not be reached in some ten tries.
   */
  track(event: ServerEvent): Promise<EventReceipt>;
  /** Resolves when nothing waits any more, whatever came of it. Call it before the process ends. */
  flush(): Promise<void>;
}

interface Waiting extends QueuedEvent {
  done(receipt: EventReceipt): void;
  refuse(error: EngagementError): void;
}

const INTERVAL = 20;
/** A server that is away must not fill the memory of this one. */
const MAX_WAITING = 10_000;

/** Sends events from a server, with a secret key. Throws `invalid-request` on any other key. */
export function createTracker({ key, host, source, interval = INTERVAL, fetch }: TrackerOptions): Tracker {
  if (!key?.startsWith('sk_'))
    throw new EngagementError(
      'invalid-request',
      'A tracker needs a secret key. Set `key` to the one that begins `sk_`.',
    );
  const credential: Credential = { token: key, user: null, generation: 0 };
  const never = new AbortController().signal;
  const http = createHttp({
    host: host?.replace(/\/$/, ''),
    fetch,
    identity: { credential, settled: async () => {}, renew: async () => null },
    clock: { learn: () => {} }, // a server keeps its own time
    reads: () => never,
    closed: never,
  });
  let waiting: Waiting[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | undefined;

  function track(event: ServerEvent): Promise<EventReceipt> {
    return new Promise((done, refuse) => {
      if (waiting.length >= MAX_WAITING)
        throw new EngagementError('rate-limited', `${MAX_WAITING} events wait already. Wait for those before more.`);
      waiting.push({ ...queued(event, source), done, refuse });
      if (waiting.length >= MAX_BATCH_EVENTS) void flush();
      else timer ??= setTimeout(() => void flush(), interval);
    });
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  /** One batch after the other, so that events arrive in their order. */
  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const { events, body } = nextBatch(waiting, credential, MAX_BATCH_BYTES, 0);
      const batch = waiting.slice(0, events.length);
      waiting = waiting.slice(events.length);
      await http.post<BatchReply>('/v1/events/batch', body, credential).then(
        ({ results }) => settle(batch, results),
        (error) => {
          for (const { refuse } of batch) refuse(error);
        },
      );
    }
  }

  return { track, flush };
}

function settle(batch: readonly Waiting[], results: BatchReply['results']): void {
  for (const [at, { event, done, refuse }] of batch.entries()) {
    const error = results[at]?.error;
    if (error) refuse(problemError(error));
    else done({ id: event.id, status: 'accepted' });
  }
}

/** The event as it is sent. Throws `invalid-request` when the server would refuse it. */
function queued({ id, type, time, data, source, ...rest }: ServerEvent, standard: string): QueuedEvent {
  try {
    const { event } = createEvent(type, data ?? {}, {
      ...(id !== undefined && { id }),
      ...(time !== undefined && { time: new Date(time) }),
    });
    const whole = { ...event, ...rest, source: source ?? standard };
    return { event: whole, bytes: new TextEncoder().encode(JSON.stringify(whole)).length + 1 };
  } catch (cause) {
    const why = (cause as Error).message;
    throw new EngagementError('invalid-request', `The event ${JSON.stringify(type)} was not sent: ${why}.`, { cause });
  }
}
