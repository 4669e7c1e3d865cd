import { setTimeout as pause } from 'node:timers/promises';
import { cameTrue, until } from '../until.ts';
import type { Fault } from './fault.ts';

/** Three times as long as the group waits for a member that is silent. */
const FROZEN_SECONDS = 30;
const WHOLE_SECONDS = 30;
const EXPELLED_WITHIN_SECONDS = 30;

export const zombie: Fault = {
  id: 'F-03',
  title: 'worker frozen for three session timeouts, then awake among its heirs',
  size: '30 s, three session timeouts',
  seconds: 50,
  weight: 1,
  async inject({ observer, database, workers }, random) {
    const worker = random.pick(workers);
    await until('the group to be whole', WHOLE_SECONDS, async () => (await observer.members()) === workers.length);
    const hit = await cameTrue(5, () => database.isWriting(worker.postgres.enginePorts()), 1);
    worker.signal('SIGSTOP');
    const began = performance.now();
    const broken: string[] = [];
    let expelled = false;
    try {
      expelled = await cameTrue(EXPELLED_WITHIN_SECONDS, async () => (await observer.members()) === workers.length - 1);
      const before = await observer.factCount();
      const goesOn = await cameTrue(FROZEN_SECONDS, async () => (await observer.factCount()) > before);
      if (!goesOn) broken.push('nothing was recorded while one worker was frozen');
      await pause(Math.max(0, FROZEN_SECONDS * 1000 - (performance.now() - began)));
    } finally {
      worker.signal('SIGCONT');
    }
    const redeliveries = await observer.pendingRedeliveries();
    return {
      injected: 1,
      bitten: Number(expelled),
      redeliveries,
      seen: `frozen ${hit ? 'in' : 'outside'} a transaction, ${expelled ? 'its partitions taken over' : 'never expelled'}`,
      broken,
    };
  },
};
