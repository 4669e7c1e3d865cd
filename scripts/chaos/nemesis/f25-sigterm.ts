import { inFlightAt } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

const MOST_SECONDS = 30;
/** Who is asked twice is in a hurry. */
const AT_ONCE_SECONDS = 2;

export const sigterm: Fault = {
  id: 'F-25',
  title: 'SIGTERM with requests and batches in flight, twice, and while starting',
  size: 'what the workload has in flight',
  seconds: 25,
  weight: 2,
  async inject(system, random) {
    const broken: string[] = [];
    const api = random.pick(system.apis);
    const worker = random.pick(system.workers);
    const scheduler = random.pick(system.schedulers);
    const writing = await cameTrue(5, () => system.database.isWriting(worker.postgres.enginePorts()), 1);
    await cameTrue(5, () => inFlightAt(system, api) > 0, 1);
    const inFlight = inFlightAt(system, api);
    const ends = await Promise.all(
      [api, worker, scheduler].map(async (service) => ({ name: service.name, ...(await service.stop()) })),
    );
    for (const { name, how, seconds } of ends) {
      if (how !== 0) broken.push(`${name} ended with ${how} after ${seconds.toFixed(1)} s`);
      if (seconds > patient(MOST_SECONDS)) broken.push(`${name} took ${seconds.toFixed(1)} s to end`);
    }
    const wasStarting = await api.startAndStop(random.whole(100, 1500));
    await Promise.all([api, worker, scheduler].map((service) => service.start()));
    const hurried = random.pick([...system.apis, ...system.workers]);
    const { wasStopping, seconds } = await hurried.stopTwice(random.whole(0, 300));
    if (seconds > patient(AT_ONCE_SECONDS))
      broken.push(`${hurried.name}, asked twice, took ${seconds.toFixed(1)} s more`);
    await hurried.start();
    return {
      injected: 4,
      bitten: [inFlight > 0, writing, wasStarting, wasStopping].filter((hit) => hit).length,
      seen:
        `${inFlight} requests in flight, ${writing ? 'a' : 'no'} batch under way, ` +
        `${wasStarting ? '' : 'not '}while starting, ${wasStopping ? '' : 'not '}while stopping`,
      broken,
    };
  },
};
