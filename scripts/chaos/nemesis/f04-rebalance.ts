import type { System } from '../system.ts';
import { until } from '../until.ts';
import type { Fault } from './fault.ts';

const ROUNDS = 3;

export const rebalanceStorm: Fault = {
  id: 'F-04',
  title: 'a third worker comes and goes, again and again',
  size: '3 times in about 30 s',
  seconds: 30,
  weight: 1,
  async inject(system) {
    const { observer, workers, spare: third } = system;
    const before = await observer.factCount();
    const broken: string[] = [];
    const moved: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const joins = async () => {
        await third.start();
        await until('the third worker to join', 30, async () => (await observer.members()) > workers.length);
      };
      const leaves = async () => {
        const { how, seconds } = await third.stop();
        if (how !== 0) broken.push(`worker-3 ended with ${how} after ${seconds.toFixed(1)} s`);
        await until('the third worker to be gone', 30, async () => (await observer.members()) === workers.length);
      };
      moved.push(await movedBy(system, joins), await movedBy(system, leaves));
    }
    const recorded = (await observer.factCount()) - before;
    if (recorded === 0) broken.push('nothing was recorded during the storm');
    return {
      injected: moved.length,
      bitten: moved.filter((partitions) => partitions > 0).length,
      seen: `${moved.join(', ')} partitions moved, ${recorded} events recorded meanwhile`,
      broken,
    };
  },
};

/** How many partitions of the log somebody else has afterwards. */
async function movedBy({ observer }: System, work: () => Promise<void>): Promise<number> {
  const before = await observer.owners();
  await work();
  const after = await observer.owners();
  return [...after].filter(([partition, owner]) => before.get(partition) !== owner).length;
}
