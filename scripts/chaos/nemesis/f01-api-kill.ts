import { setTimeout as pause } from 'node:timers/promises';
import { inFlightAt } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

const READY_SECONDS = 10;

export const apiKill: Fault = {
  id: 'F-01',
  title: 'API server killed with -9 under load',
  seconds: 5,
  weight: 6,
  async inject(system, random) {
    const api = random.pick(system.apis);
    await pause(random.whole(0, 1500));
    const hit = await cameTrue(5, () => inFlightAt(system, api) > 0, 1);
    const cut = inFlightAt(system, api);
    await api.kill();
    const began = performance.now();
    await api.start();
    const seconds = (performance.now() - began) / 1000;
    const broken = seconds > patient(READY_SECONDS) ? [`${api.name} was ready only after ${seconds.toFixed(1)} s`] : [];
    return { injected: 1, bitten: Number(hit && cut > 0), seen: `${cut} requests cut`, broken };
  },
};
