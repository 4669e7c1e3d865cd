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
  title: 'broker stalled, cut off, and its answers lost',
  size: 'three ways, 7–15 s each',
  seconds: 50,
  weight: 1,
  async inject(system, random) {
    const { kafka, kafkaProxy, kafkaWire } = system;
    const ways = {
      stalled: [() => signal(kafka.pid, 'SIGSTOP'), () => signal(kafka.pid, 'SIGCONT')],
      'cut off': [() => kafkaProxy.cut(), () => kafkaProxy.restore()],
      unanswering: [
        () => kafkaWire.loseReplies('produce'),
        () => {
          kafkaWire.restore();
          kafkaProxy.reset();
        },
      ],
    } as const;
    const all: Evidence[] = [];
    for (const [way, [hurt, heal]] of random.shuffled(Object.entries(ways))) {
      hurt();
      const evidence = await brokenUntilFelt(system, 15, heal);
      all.push({ ...evidence, seen: `${way}: ${evidence.seen}` });
      // What is turned away next is the next one's doing.
      const { acked } = answersOf(system);
      await cameTrue(30, () => answersOf(system).acked > acked);
    }
    return {
      injected: all.length,
      bitten: all.filter(({ bitten }) => bitten > 0).length,
      seen: all.map(({ seen }) => seen).join('; '),
    };
  },
};

export const brokerRestarted: Fault = {
  id: 'F-05b',
  title: 'broker killed and started again, its data kept',
  size: 'down until a write is turned away, 5–10 s',
  seconds: 20,
  weight: 1,
  async inject(system) {
    await system.kafka.kill();
    return brokenUntilFelt(system, 10, () => system.kafka.restart());
  },
};
