import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

const AT_WORK_SECONDS = 20;
/** What is scheduled is due once a minute. */
const GOES_ON_SECONDS = 90;

export const schedulerKill: Fault = {
  id: 'F-28',
  title: 'one of two schedulers killed with -9 at work',
  size: 'one of two',
  seconds: 60,
  weight: 1,
  async inject({ observer, database, schedulers }) {
    const count = async (state: 'active' | 'completed') => {
      const [row] = await observer.sql`select count(*) as n from jobs.job where state = ${state}`;
      return Number(row?.n);
    };
    let killed = schedulers[0];
    const hit = await cameTrue(
      AT_WORK_SECONDS,
      async () => {
        for (const scheduler of schedulers) {
          if (!(await database.isWriting(scheduler.postgres.enginePorts()))) continue;
          killed = scheduler;
          return true;
        }
        return false;
      },
      1,
    );
    await killed?.kill();
    const [before, active] = [await count('completed'), await count('active')];
    const goesOn = await cameTrue(GOES_ON_SECONDS, async () => (await count('completed')) > before);
    await killed?.start();
    return {
      injected: 1,
      bitten: Number(hit),
      seen: `${killed?.name} killed ${hit ? 'in' : 'outside'} a transaction, ${active} jobs under way`,
      broken: goesOn ? [] : ['no job was done while one of two schedulers was dead'],
    };
  },
};
