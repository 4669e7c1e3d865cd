import { Spectator } from '../../../packages/server/src/testing/chaos/spectator.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const SOCKETS = 1000;
const BACK_WITHIN_SECONDS = 30;
/** A page may be as old as that, and no older. */
const STALE_SECONDS = 30;

export const socketStorm: Fault = {
  id: 'F-22',
  title: 'sockets dropped at once, all of them coming back',
  size: `${SOCKETS.toLocaleString('en')} sockets`,
  seconds: 30,
  weight: 1,
  async inject(system) {
    const storm = open(system);
    const broken: string[] = [];
    let dropped = 0;
    try {
      broken.push(...(await unseen(storm, 'never shown a page')));
      for (const { front } of system.apis) front.reset();
      await cameTrue(5, () => storm.every(({ losses }) => losses > 0));
      dropped = storm.filter(({ losses }) => losses > 0).length;
      broken.push(...(await unseen(storm, 'not back in time')));
      broken.push(...(await stale(storm)));
    } finally {
      for (const spectator of storm) spectator.close();
    }
    return { injected: SOCKETS, bitten: dropped, seen: `${dropped} sockets dropped`, broken };
  },
};

function open({ apis, shops, conduct }: System): Spectator[] {
  return Array.from({ length: SOCKETS }, (_, index) => {
    const [api, shop] = [apis[index % apis.length]!, shops[(index >> 1) % shops.length]!];
    return new Spectator(api.url, shop.shop.tenant, conduct);
  });
}

async function unseen(storm: readonly Spectator[], what: string): Promise<string[]> {
  const without = () => storm.filter(({ page }) => !page).length;
  const all = await cameTrue(BACK_WITHIN_SECONDS, () => without() === 0);
  return all ? [] : [`${without()} of ${SOCKETS} sockets were ${what}`];
}

/** What anyone of a marketplace has been shown by now, everyone has been shown soon. */
async function stale(storm: readonly Spectator[]): Promise<string[]> {
  const newest = new Map<string, number>();
  for (const { tenant, page } of storm)
    newest.set(tenant.key, Math.max(newest.get(tenant.key) ?? 0, page?.version ?? 0));
  const behind = () => storm.filter(({ tenant, page }) => !page || page.version < (newest.get(tenant.key) ?? 0)).length;
  const none = await cameTrue(STALE_SECONDS, () => behind() === 0);
  return none ? [] : [`${behind()} of ${SOCKETS} sockets showed a page older than ${STALE_SECONDS} s`];
}
