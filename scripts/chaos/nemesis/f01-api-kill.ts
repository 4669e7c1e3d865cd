import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import { inFlightAt, type System } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

const READY_SECONDS = 10;

export const apiKill: Fault = {
  id: 'F-01',
  title: 'API server killed with -9 under load',
  size: 'one server at a time, up to 1.5 s after the last is back',
  seconds: 40,
  weight: 'kill',
  async inject(system, random) {
    const broken: string[] = [];
    const cuts: number[] = [];
    for (let kill = 0; kill < system.killsPerTurn; kill++) {
      const { cut, name, seconds } = await killOne(system, random);
      cuts.push(cut);
      if (seconds > patient(READY_SECONDS)) broken.push(`${name} was ready only after ${seconds.toFixed(1)} s`);
    }
    const bitten = cuts.filter((cut) => cut > 0).length;
    return { injected: cuts.length, bitten, seen: `${cuts.join(', ')} requests cut`, broken };
  },
};

async function killOne(system: System, random: Random) {
  const api = random.pick(system.apis);
  await pause(random.whole(0, 1500));
  await cameTrue(5, () => inFlightAt(system, api) > 0, 1);
  const cut = inFlightAt(system, api);
  await api.kill();
  const began = performance.now();
  await api.start();
  return { cut, name: api.name, seconds: (performance.now() - began) / 1000 };
}
