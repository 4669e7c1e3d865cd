import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { Service } from '../service.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Evidence, Fault } from './fault.ts';

/** Every other time between the commit of a batch and the saving of its offset, else in the middle of a transaction. */
export const workerKill: Fault = {
  id: 'F-02',
  title: 'worker killed with -9 mid-batch, or between commit and offset',
  seconds: 14,
  weight: 8,
  async inject(system, random) {
    const worker = random.pick(system.workers);
    await pause(random.whole(0, 500));
    const evidence = random.chance(0.5)
      ? await killBeforeOffset(system, worker)
      : await killInTransaction(system, worker, random);
    await worker.start();
    return evidence;
  },
};

/** The offsets do not reach the broker while the work goes on; then the worker dies. */
async function killBeforeOffset({ observer, kafkaWire, kafkaProxy }: System, worker: Service): Promise<Evidence> {
  const { postgresWire } = worker;
  const before = postgresWire.commits;
  kafkaWire.loseRequests('commitOffsets');
  try {
    await cameTrue(8, () => postgresWire.commits > before + 1);
    await worker.kill();
  } finally {
    kafkaWire.restore();
  }
  const redeliveries = await observer.pendingRedeliveries();
  // Whoever else waits for an answer that was lost is told so.
  kafkaProxy.reset();
  return {
    injected: 1,
    bitten: Number(redeliveries > 0),
    redeliveries,
    seen: `${redeliveries} entries handed out again after their commit`,
  };
}

async function killInTransaction({ observer, database }: System, worker: Service, random: Random): Promise<Evidence> {
  const hit = await cameTrue(5, () => database.isWriting(worker.postgres.enginePorts()), 1);
  await pause(random.whole(0, 3));
  await worker.kill();
  const redeliveries = await observer.pendingRedeliveries();
  return {
    injected: 1,
    bitten: Number(hit),
    redeliveries,
    seen: `killed ${hit ? 'with' : 'without'} a transaction open, ${redeliveries} entries handed out again`,
  };
}
