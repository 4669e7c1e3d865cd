import { inFlightAt } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

const MOST_SECONDS = 30;
/** Who is asked twice is in a hurry. */
const AT_ONCE_SECONDS = 2;

export const sigterm: Fault = {
  id: 'F-25',
  title: 'SIGTERM with requests and batches in flight, twice, and while starting',
  seconds: 25,
  weight: 2,
  async inject(system, random) {
    const broken: string[] = [];
    const api = random.pick(system.apis);
    const worker = random.pick(system.workers);
    const busy = await cameTrue(5, () => inFlightAt(system, api) > 0, 1);
    const inFlight = inFlightAt(system, api);
    const writing = await cameTrue(5, () => system.database.isWriting(worker.postgres.enginePorts()), 1);
    const ends = await Promise.all(
      [api, worker, system.scheduler].map(async (service) => ({ name: service.name, ...(await service.stop()) })),
    );
    for (const { name, how, seconds } of ends) {
      if (how !== 0) broken.push(`${name} ended with ${how} after ${seconds.toFixed(1)} s`);
      if (seconds > patient(MOST_SECONDS)) broken.push(`${name} took ${seconds.toFixed(1)} s to end`);
    }
    await api.startAndStop(random.whole(100, 1500));
    await Promise.all([api, worker, system.scheduler].map((service) => service.start()));
    const hurried = random.pick([...system.apis, ...system.workers]);
    const seconds = await hurried.stopTwice(random.whole(0, 1500));
    if (seconds > patient(AT_ONCE_SECONDS))
      broken.push(`${hurried.name}, asked twice, took ${seconds.toFixed(1)} s more`);
    await hurried.start();
    return {
      injected: 4,
      bitten: Number(busy) + Number(writing) + 2,
      seen: `${inFlight} requests in flight, ${writing ? 'a' : 'no'} batch under way`,
      broken,
    };
  },
};
