import type { Credential } from '../identity/credential.ts';
import type { TrackedEvent } from '../types.ts';

/** An event as it is sent, but for its subject, who is known later. */
export interface OutgoingEvent extends TrackedEvent {
  source: string;
}

export interface QueuedEvent {
  event: OutgoingEvent;
  /** Its share of a request body, generously. */
  bytes: number;
  /** How far the server was ahead of this device when the time was taken; left out when the page gave the time. */
  offset?: number | undefined;
  /** It has gone out once: from then on it stays as it is, since the server knows it by its content too. */
  sent?: boolean;
  /** Set when its user has left; the present one otherwise. */
  credential?: Credential | undefined;
}

export interface EventOptions {
  id?: string;
  time?: Date;
  offset?: number | undefined;
}

/** As in the contract; a test holds the two together. */
const EVENT_TYPE = /^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_TYPE = 64;
const MAX_ID_BYTES = 128;
const MAX_DATA_BYTES = 16 * 1024;
/** Room for the subject, which is known when the event is sent. */
const SUBJECT_BYTES = 300;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** The event as it is sent, copied from `data` now. Throws a plain sentence when the server would refuse it. */
export function createEvent(type: string, data: unknown, { id, time = new Date(), offset }: EventOptions): QueuedEvent {
  if (typeof type !== 'string' || type.length > MAX_TYPE || !EVENT_TYPE.test(type))
    throw new Error('an event type must be noun.verb, such as asset.viewed');
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('data must be an object');
  const json = JSON.stringify(data);
  if (byteLength(json) > MAX_DATA_BYTES) throw new Error('data must be at most 16 kB of JSON');
  if (id !== undefined && (id === '' || byteLength(id) > MAX_ID_BYTES)) throw new Error('id must be 1 to 128 bytes');
  const event = {
    id: id ?? uuid(),
    source: globalThis.location?.origin ?? 'urn:engagement:sdk',
    type,
    time: time.toISOString(),
    data: JSON.parse(json),
  };
  return { event, bytes: byteLength(JSON.stringify(event)) + SUBJECT_BYTES, offset };
}

/** Makes it what goes out: its time is by the server's clock from now on, as far as that is known. */
export function settleTime(queued: QueuedEvent, offset: number): void {
  const { event, sent, offset: taken } = queued;
  queued.sent = true;
  if (sent || taken === undefined) return;
  queued.offset = offset;
  queued.event = { ...event, time: new Date(Date.parse(event.time) + offset - taken).toISOString() };
}

/** A random UUID. `randomUUID` itself needs a secure context, and a page on plain HTTP has none. */
function uuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4}).(.{3})..(.{2})/, '$1-$2-4$3-a0$4-');
}
