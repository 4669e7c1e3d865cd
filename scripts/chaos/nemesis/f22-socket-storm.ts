import { Spectator } from '../../../packages/server/src/testing/chaos/spectator.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const SOCKETS = 60;
const BACK_WITHIN_SECONDS = 30;

export const socketStorm: Fault = {
  id: 'F-22',
  title: 'every socket dropped at once, all of them coming back',
  seconds: 15,
  weight: 1,
  async inject(system) {
    const storm = open(system);
    const broken: string[] = [];
    let dropped = 0;
    try {
      if (!(await cameTrue(BACK_WITHIN_SECONDS, () => storm.every(({ page }) => page)))) {
        broken.push(`${storm.filter(({ page }) => !page).length} of ${SOCKETS} sockets were never shown a page`);
      }
      for (const { front } of system.apis) front.reset();
      await cameTrue(5, () => storm.every(({ losses }) => losses > 0));
      dropped = storm.filter(({ losses }) => losses > 0).length;
      if (!(await cameTrue(BACK_WITHIN_SECONDS, () => storm.every(({ page }) => page)))) {
        broken.push(
          `${storm.filter(({ page }) => !page).length} of ${SOCKETS} sockets were not back in ${BACK_WITHIN_SECONDS} s`,
        );
      }
    } finally {
      for (const spectator of storm) spectator.close();
    }
    return { injected: SOCKETS, bitten: dropped, seen: `${dropped} sockets dropped, all back`, broken };
  },
};

function open({ apis, shops, conduct }: System): Spectator[] {
  return Array.from({ length: SOCKETS }, (_, index) => {
    const [api, shop] = [apis[index % apis.length]!, shops[(index >> 1) % shops.length]!];
    return new Spectator(api.url, shop.shop.tenant, conduct);
  });
}
