import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const STATES = { '40001': 'serialization failures', '40P01': 'deadlocks', '55P03': 'lock timeouts' } as const;
const KINDS = Object.keys(STATES).length;
const MS_EACH = 4000;

/** Serializable everywhere, somebody who makes deadlocks, and then locks that are waited for 200 ms at most. */
export const transactionConflicts: Fault = {
  id: 'F-11',
  title: 'serializable everywhere, deadlocks, short lock timeouts',
  size: '4 s each',
  seconds: 50,
  weight: 1,
  async inject(system, random) {
    const { database } = system;
    const before = counts(system);
    await database.setForApp('default_transaction_isolation', 'serializable');
    try {
      await database.terminateBackends();
      await during(MS_EACH, () => deadlock(system, random));
      // Connections say for themselves how long they wait for locks, unless the address that they are given does.
      await restartAll(system, { lock_timeout: '200' });
      await during(MS_EACH, () => holdUp(system, random));
    } finally {
      await database.setForApp('default_transaction_isolation', undefined);
      await restartAll(system);
    }
    const seen = counts(system).map(({ name, n }, index) => ({ name, n: n - (before[index]?.n ?? 0) }));
    const bitten = seen.filter(({ n }) => n > 0).length;
    return { injected: KINDS, bitten, seen: seen.map(({ name, n }) => `${n} ${name}`).join(', ') };
  },
};

const counts = ({ database }: System) =>
  Object.entries(STATES).map(([state, name]) => ({ name, n: database.refusals(state) }));

async function during(ms: number, work: () => Promise<void>): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) await work();
}

/** With other settings in the address of the database. */
async function restartAll({ services }: System, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  const running = services.filter(({ isRunning }) => isRunning);
  await Promise.all(
    running.map(async (service) => {
      await service.stop();
      await service.start(settings);
    }),
  );
}

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
