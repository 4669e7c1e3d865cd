import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

/** The partitions of the dead are left to them for a while, and then somebody works again. */
const AT_WORK_SECONDS = 25;
const COMMITTED_SECONDS = 5;

/** In turns between the commit of a batch and the saving of its offset, and in the middle of a transaction. */
export const workerKill: Fault = {
  id: 'F-02',
  title: 'worker killed with -9 mid-batch, or between commit and offset',
  size: 'both workers at once',
  seconds: 60,
  weight: 'kill',
  async inject(system, random) {
    let [injected, bitten, redeliveries] = [0, 0, 0];
    let betweenCommits = random.chance(0.5);
    // All at once: the group waits for the dead, and it may as well wait for all of them together.
    for (; injected < system.killsPerTurn; injected += system.workers.length) {
      await pause(random.whole(0, 500));
      const hit = betweenCommits ? await killBeforeOffset(system) : await killInTransaction(system, random);
      const again = await system.observer.pendingRedeliveries();
      // An offset that was not saved shows by what comes again, and only by that.
      bitten += betweenCommits && again === 0 ? 0 : hit;
      redeliveries += again;
      betweenCommits = !betweenCommits;
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
