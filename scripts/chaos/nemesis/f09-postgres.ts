import { setTimeout as pause } from 'node:timers/promises';
import { cameTrue } from '../until.ts';
import type { Fault } from './fault.ts';

export const postgresRestart: Fault = {
  id: 'F-09',
  title: 'Postgres shut down at once, and started again',
  size: 'up to 2 s down',
  seconds: 8,
  weight: 3,
  async inject({ postgres, database, workers }, random) {
    const ports = () => workers.flatMap((worker) => worker.postgres.enginePorts());
    const hit = await cameTrue(5, () => database.isWriting(ports()), 1);
    const connections = ports().length;
    await postgres.kill();
    await pause(random.whole(0, 2000));
    await postgres.restart();
    return {
      injected: 1,
      bitten: Number(hit && connections > 0),
      seen: `${connections} connections of workers lost, ${hit ? 'a' : 'no'} transaction open`,
    };
  },
};

const EVERY_MS = 500;
const ROUNDS = 60_000 / EVERY_MS;

export const backendsTerminated: Fault = {
  id: 'F-10',
  title: 'every backend terminated, each half second of a minute',
  size: '60 s',
  seconds: 70,
  weight: 1,
  async inject({ database }) {
    let ended = 0;
    let rounds = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const count = await database.terminateBackends();
      ended += count;
      rounds += Number(count > 0);
      await pause(EVERY_MS);
    }
    return { injected: ROUNDS, bitten: rounds, seen: `${ended} backends terminated` };
  },
};
