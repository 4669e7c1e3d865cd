import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const STATES = { '40001': 'serialization failures', '40P01': 'deadlocks', '55P03': 'lock timeouts' } as const;
const SECONDS = 6;

/** Serializable everywhere, locks that are waited for 200 ms at most, and somebody who makes deadlocks. */
export const transactionConflicts: Fault = {
  id: 'F-11',
  title: 'serializable everywhere, short lock timeouts, deadlocks',
  seconds: 15,
  weight: 2,
  async inject(system, random) {
    const { database } = system;
    const before = counts(system);
    await database.setForApp('default_transaction_isolation', 'serializable');
    await database.terminateBackends();
    try {
      const until = performance.now() + SECONDS * 500;
      while (performance.now() < until) await deadlock(system, random);
      await database.setForApp('lock_timeout', '200ms');
      await database.terminateBackends();
      while (performance.now() < until + SECONDS * 500) await holdUp(system, random);
    } finally {
      await database.setForApp('default_transaction_isolation', undefined);
      await database.setForApp('lock_timeout', undefined);
      await database.terminateBackends();
    }
    const after = counts(system);
    const seen = after.map(({ name, n }, index) => ({ name, n: n - (before[index]?.n ?? 0) }));
    const total = seen.reduce((sum, { n }) => sum + n, 0);
    return { injected: 1, bitten: Number(total > 0), seen: seen.map(({ name, n }) => `${n} ${name}`).join(', ') };
  },
};

const counts = ({ database }: System) =>
  Object.entries(STATES).map(([state, name]) => ({ name, n: database.refusals(state) }));

/** Takes one lock, waits until somebody waits for it, and asks for one that this somebody has. */
async function deadlock({ database }: System, random: Random): Promise<void> {
  await database.sql
    .begin(async (tx) => {
      // Whoever looks for a deadlock first gives up: not we.
      await tx`set local deadlock_timeout = '5s'`;
      await tx`select 1 from metric_versions for update`;
      if (!(await cameTrue(1, async () => (await database.waiting()) > 0, 5))) return;
      await tx`set local lock_timeout = '1s'`;
      await tx`lock table metric_values in share mode`;
    })
    .catch(() => {});
  await pause(random.whole(50, 250));
}

/** Holds a lock for longer than it is waited for. */
async function holdUp({ database }: System, random: Random): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`lock table metric_values in exclusive mode`;
    await pause(random.whole(250, 400));
  });
  await pause(random.whole(50, 250));
}
