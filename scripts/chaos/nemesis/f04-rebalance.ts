import { until } from '../until.ts';
import type { Fault } from './fault.ts';

const ROUNDS = 3;

export const rebalanceStorm: Fault = {
  id: 'F-04',
  title: 'a third worker comes and goes, again and again',
  seconds: 30,
  weight: 1,
  async inject({ observer, workers, spare: third }) {
    const before = await observer.factCount();
    const broken: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await third.start();
      await until('the third worker to join', 30, async () => (await observer.members()) > workers.length);
      const { how, seconds } = await third.stop();
      if (how !== 0) broken.push(`worker-3 ended with ${how} after ${seconds.toFixed(1)} s`);
    }
    const recorded = (await observer.factCount()) - before;
    if (recorded === 0) broken.push('nothing was recorded during the storm');
    return { injected: 2 * ROUNDS, bitten: 2 * ROUNDS, seen: `${recorded} events recorded meanwhile`, broken };
  },
};
