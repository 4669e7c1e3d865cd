import { expect, vi } from 'vitest';
import { createTracker } from '../../packages/sdk/src/server/index.ts';
import { applyDefinitions, type startFreshServer } from '../../packages/server/src/testing/whole-server.ts';
import { DEFINITIONS, type Journey } from './journey.ts';

export type Server = Awaited<ReturnType<typeof startFreshServer>>;

/** A tenant with the board of the journey and somebody on it, and all that an SDK needs to travel there. */
export async function openMarket(server: Server, key: string): Promise<Omit<Journey, 'sdk'>> {
  const member = await server.createMember(key);
  await applyDefinitions(server.core, member, DEFINITIONS);
  const tracker = createTracker({ key: member.secretKey, host: server.url, source: 'https://shop.example' });
  const openMap = (subject: string) => tracker.track({ type: 'map.opened', subject, data: { mapId: 'm-1' } });
  await vi.waitFor(() => openMap('bo'), 10_000);
  return {
    host: server.url,
    key: member.publishableKey,
    user: member.user,
    userToken: () => member.userToken(),
    openMap,
    until: (holds) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 20_000, interval: 50 }),
  };
}
