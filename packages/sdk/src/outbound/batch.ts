import type { Credential } from '../identity/credential.ts';
import { type QueuedEvent, settleTime } from './event.ts';

export interface Batch {
  events: QueuedEvent[];
  credential: Credential;
  body: string;
}

/** As in the contract; a test holds the two together. */
export const MAX_BATCH_EVENTS = 500;
export const MAX_BATCH_BYTES = 2 * 1024 * 1024;
/** Browsers refuse more than 64 KiB of bodies that outlive their page. */
export const KEEPALIVE_BYTES = 60 * 1024;

/** Whose events they are. */
export const subjectOf = ({ user }: Credential) => (user === null ? {} : { subject: user });

/** The first events that fit one request and go out as the same user; the server is so far ahead of this device. */
export function nextBatch(queue: readonly QueuedEvent[], present: Credential, maxBytes: number, offset: number): Batch {
  const credential = queue[0]?.credential ?? present;
  const events: QueuedEvent[] = [];
  let room = maxBytes - 1024;
  for (const queued of queue) {
    room -= queued.bytes;
    const fits = room >= 0 && events.length < MAX_BATCH_EVENTS;
    if (!fits || (queued.credential ?? present) !== credential) break;
    settleTime(queued, offset);
    events.push(queued);
  }
  const subject = subjectOf(credential);
  return {
    events,
    credential,
    body: JSON.stringify({ events: events.map(({ event }) => ({ ...event, ...subject })) }),
  };
}
