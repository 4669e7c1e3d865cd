import { phrase } from './errors/engagement-error.ts';
import type { EngagementClient } from './types.ts';

/** Under global symbols, so that a copy of the SDK from a CDN and one from npm share the client. */
const CLIENT = Symbol.for('engagement.client');
const KEY = Symbol.for('engagement.client.key');
const ARRIVED = 'engagement-client';

interface Slots {
  [CLIENT]?: EngagementClient | undefined;
  [KEY]?: string | undefined;
}

const slots = globalThis as Slots;

/** The default client of the key, made when there is none. Another key takes the place over. */
export function adoptDefaultClient(key: string | undefined, create: () => EngagementClient): EngagementClient {
  const present = slots[CLIENT];
  if (present && slots[KEY] === key) return present;
  if (present) console.warn(phrase('second-key', 'init with another key: the default client is a new one now.'));
  const client = create();
  slots[CLIENT] = client;
  slots[KEY] = key;
  globalThis.dispatchEvent?.(new Event(ARRIVED));
  return client;
}

export function releaseDefaultClient(client: EngagementClient): void {
  if (slots[CLIENT] === client) slots[CLIENT] = undefined;
}

/**
 * Calls back with the page's default client: at once when `init` has run, else when it does,
 * and again when another client takes its place. Works across copies of the SDK. Returns how to stop.
 */
export function whenDefaultClient(callback: (client: EngagementClient) => void): () => void {
  const tell = () => {
    const client = slots[CLIENT];
    if (client) callback(client);
  };
  globalThis.addEventListener?.(ARRIVED, tell);
  tell();
  return () => globalThis.removeEventListener?.(ARRIVED, tell);
}
