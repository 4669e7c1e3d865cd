import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../../engines/process.ts';
import { answersOf, type System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Evidence, Fault } from './fault.ts';

/** How many writes went unaccepted since `before`. */
const unaccepted = (system: System, before: ReturnType<typeof answersOf>) => {
  const { refused, unknown } = answersOf(system);
  return refused - before.refused + (unknown - before.unknown);
};

/** Breaks the broker until writes have been turned away, and a little longer. */
async function brokenUntilFelt(system: System, seconds: number, heal: () => void | Promise<void>): Promise<Evidence> {
  const before = answersOf(system);
  const began = performance.now();
  let felt = false;
  try {
    felt = await cameTrue(seconds, () => unaccepted(system, before) > 0);
    await pause(Math.max(0, (seconds * 1000) / 2 - (performance.now() - began)));
  } finally {
    await heal();
  }
  return { injected: 1, bitten: Number(felt), seen: `${unaccepted(system, before)} events turned away` };
}

export const brokerStalled: Fault = {
  id: 'F-05a',
  title: 'broker stalled, cut off, or its answers lost',
  seconds: 20,
  weight: 2,
  async inject(system, random) {
    const { kafka, kafkaProxy, kafkaWire } = system;
    const kind = random.pick(['stalled', 'cut off', 'unanswering'] as const);
    const heal = { stalled: () => signal(kafka.pid, 'SIGCONT'), 'cut off': () => kafkaProxy.restore(), unanswering };
    function unanswering() {
      kafkaWire.restore();
      kafkaProxy.reset();
    }
    if (kind === 'stalled') signal(kafka.pid, 'SIGSTOP');
    else if (kind === 'cut off') kafkaProxy.cut();
    else kafkaWire.loseReplies('produce');
    const evidence = await brokenUntilFelt(system, 15, heal[kind]);
    return { ...evidence, seen: `${kind}: ${evidence.seen}` };
  },
};

export const brokerRestarted: Fault = {
  id: 'F-05b',
  title: 'broker killed and started again, its data kept',
  seconds: 20,
  weight: 1,
  async inject(system) {
    await system.kafka.kill();
    return brokenUntilFelt(system, 10, () => system.kafka.restart());
  },
};
