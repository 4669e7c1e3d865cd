import { setTimeout as pause } from 'node:timers/promises';
import type { ObservedShop } from '../../../packages/server/src/testing/chaos/checks/check.ts';
import { SEALED_SEASON } from '../../../packages/server/src/testing/chaos/definitions.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const MS = 2000;
const SEALED_SECONDS = 20;

/** The workload does it all the time; here it is counted. */
export const disorder: Fault = {
  id: 'F-18',
  title: 'duplicates, disorder, reversals first, late into a season that is over',
  size: 'what the workload says in 2 s',
  seconds: 8,
  weight: 1,
  async inject(system) {
    const before = tally(system);
    await pause(MS);
    // One of fifty is so late.
    await cameTrue(SEALED_SECONDS, () => tally(system)[3] > (before[3] ?? 0));
    const after = tally(system);
    const counts = after.map((n, index) => n - (before[index] ?? 0));
    const [repeats, early, late, sealed] = counts as [number, number, number, number];
    return {
      injected: repeats + early + late,
      bitten: repeats + early + late,
      seen: `${repeats} said again, ${early} reversals first, ${late} late, ${sealed} of them into a sealed season`,
      broken: sealed > 0 ? [] : ['nothing came into a sealed season'],
    };
  },
};

const tally = ({ shops }: System): [number, number, number, number] => {
  const sum = (count: (observed: ObservedShop) => number) => shops.reduce((all, shop) => all + count(shop), 0);
  return [
    sum(({ shop }) => shop.history.repeats),
    sum(({ shop }) => shop.history.early),
    sum(({ shop }) => shop.history.late),
    sum(intoSealed),
  ];
};

/** Events of the season that was over before the run began, accepted while it runs. */
function intoSealed({ shop, seasons }: ObservedShop): number {
  const over = seasons.filter(({ key }) => key === SEALED_SEASON);
  return [...shop.history.events.values()].filter(({ event, acked }) => {
    const at = Date.parse(event.time);
    return acked && over.some(({ from, until }) => from <= at && at < until);
  }).length;
}
