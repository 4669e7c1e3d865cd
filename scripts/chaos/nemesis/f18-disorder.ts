import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../system.ts';
import type { Fault } from './fault.ts';

const MS = 2000;

/** The workload does it all the time; here it is counted. */
export const disorder: Fault = {
  id: 'F-18',
  title: 'duplicates, disorder, reversals first, late into a season that is over',
  seconds: 3,
  weight: 1,
  async inject(system) {
    const before = tally(system);
    await pause(MS);
    const after = tally(system);
    const [repeats, early, late] = after.map((n, index) => n - (before[index] ?? 0)) as [number, number, number];
    return {
      injected: repeats + early + late,
      bitten: repeats + early + late,
      seen: `${repeats} said again, ${early} reversals first, ${late} late`,
    };
  },
};

const tally = ({ shops }: System) =>
  (['repeats', 'early', 'late'] as const).map((kind) => shops.reduce((sum, { shop }) => sum + shop.history[kind], 0));
