import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '../service.ts';
import type { System } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

const SESSIONS = 20;
/** More than a server has connections. */
const READERS = 20;
/** What boards are read from, and events are recorded in. */
const TABLES = ['metric_values', 'activity_facts', 'metric_subjects'];
const HELD_MS = 5000;
const QUEUED_MS = 250;
const FAST_MS = 2000;
/** What a busy machine adds. */
const SLACK_MS = 500;

export const poolExhausted: Fault = {
  id: 'F-13',
  title: 'twenty sessions hold locks on everything that is read',
  size: '5 s',
  seconds: 12,
  weight: 1,
  async inject(system) {
    const { database, apis } = system;
    const { promise: enough, resolve: release } = Promise.withResolvers<void>();
    const holders = Array.from({ length: SESSIONS }, (_, index) =>
      database.sql.begin(async (tx) => {
        // One each: who holds several, and waits for one, may be part of a deadlock.
        const table = TABLES[index];
        if (table) await tx`lock table ${tx(table)} in access exclusive mode`;
        else await tx`select pg_advisory_xact_lock_shared(4021, ${index})`;
        await enough;
      }),
    );
    let waiting = 0;
    const broken: string[] = [];
    const unready = new Set<Service>();
    try {
      await cameTrue(3, async () => {
        waiting = Math.max(waiting, await database.waiting());
        return waiting > 0;
      });
      const until = performance.now() + HELD_MS;
      while (performance.now() < until) {
        for (const api of apis) {
          broken.push(...(await promisesBroken(system, api, () => unready.add(api))));
        }
        waiting = Math.max(waiting, await database.waiting());
        await pause(250);
      }
    } finally {
      release();
      await Promise.allSettled(holders);
    }
    for (const api of apis) if (!unready.has(api)) broken.push(`${api.name}: /readyz never said 503`);
    return {
      injected: 1,
      bitten: Number(waiting > 0),
      seen: `${waiting} backends of the product waited`,
      broken: [...new Set(broken)],
    };
  },
};

/** Reads are answered or refused at once, and the process says that it lives, and that it is not ready. */
async function promisesBroken({ shops }: System, { name, url }: Service, onUnready: () => void): Promise<string[]> {
  const { shop } = shops[0]!;
  // Boards may come from elsewhere.
  const request = `GET /v1/metrics/revenue/values?subject=c0.${shop.tenant.bird}`;
  const crowd = () => Promise.all(Array.from({ length: READERS }, () => timed(() => shop.callAt(url, request))));
  // The second takes the connections that the first lets go of, and keeps others waiting.
  const first = crowd();
  await pause(QUEUED_MS);
  const second = crowd();
  await pause(QUEUED_MS);
  const [health, ready] = await Promise.all([timed(() => fetch(`${url}/healthz`)), fetch(`${url}/readyz`)]);
  if (ready.status === 503) onUnready();
  const slowest = Math.max(...(await Promise.all([first, second])).flat().map(({ ms }) => ms));
  const broken: string[] = [];
  if (health.ms > patient(FAST_MS + SLACK_MS) || health.value.status !== 200)
    broken.push(`${name}: /healthz did not say 200 at once`);
  if (slowest > patient(FAST_MS + SLACK_MS)) broken.push(`${name}: numbers were read for more than ${FAST_MS} ms`);
  return broken;
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began };
}
