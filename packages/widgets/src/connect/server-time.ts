import type { EngagementClient } from '@engagement/sdk';

/** The time by the server's clock where the client knows it, in milliseconds since the epoch. */
export function timeOf(client: (EngagementClient & { now?: () => number }) | null): number {
  return client?.now?.() ?? Date.now();
}
