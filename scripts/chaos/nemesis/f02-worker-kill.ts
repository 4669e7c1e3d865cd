import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

/** In each every worker is killed once: the group waits for the dead, and it may as well wait for all of them at once. */
const ROUNDS = 2;
/** The partitions of the dead are left to them for a while, and then somebody works again. */
const AT_WORK_SECONDS = 25;
const COMMITTED_SECONDS = 5;

/** Once between the commit of a batch and the saving of its offset, once in the middle of a transaction. */
export const workerKill: Fault = {
  id: 'F-02',
  title: 'worker killed with -9 mid-batch, or between commit and offset',
  seconds: 20 * ROUNDS,
  weight: 'kill',
  async inject(system, random) {
    let [injected, bitten, redeliveries] = [0, 0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      await pause(random.whole(0, 500));
      const hit = round % 2 === 0 ? await killBeforeOffset(system) : await killInTransaction(system, random);
      const again = await system.observer.pendingRedeliveries();
      // An offset that was not saved shows by what comes again, and only by that.
      bitten += round % 2 === 0 && again === 0 ? 0 : hit;
      injected += system.workers.length;
      redeliveries += again;
      await Promise.all(system.workers.map((worker) => worker.start()));
    }
    return { injected, bitten, redeliveries, seen: `${redeliveries} entries handed out again after their commit` };
  },
};

/** The offsets do not reach the broker while the work goes on; then the workers die. How many had committed a batch. */
async function killBeforeOffset({ workers, database, kafkaWire, kafkaProxy }: System): Promise<number> {
  kafkaWire.loseRequests('commitOffsets');
  try {
    const hits = await Promise.all(
      workers.map(async ({ postgres, postgresWire }) => {
        const writes = await cameTrue(AT_WORK_SECONDS, () => database.isWriting(postgres.enginePorts()), 1);
        const before = postgresWire.commits;
        return writes && cameTrue(COMMITTED_SECONDS, () => postgresWire.commits > before, 1);
      }),
    );
    await Promise.all(workers.map((worker) => worker.kill()));
    return hits.filter((hit) => hit).length;
  } finally {
    kafkaWire.restore();
    // Whoever else waits for an answer that was lost is told so.
    kafkaProxy.reset();
  }
}

/** How many of the workers had a transaction open when they died. */
async function killInTransaction({ workers, database }: System, random: Random): Promise<number> {
  const hits = await Promise.all(
    workers.map(async (worker) => {
      const hit = await cameTrue(AT_WORK_SECONDS, () => database.isWriting(worker.postgres.enginePorts()), 1);
      await pause(random.whole(0, 3));
      await worker.kill();
      return hit;
    }),
  );
  return hits.filter((hit) => hit).length;
}
