import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import type { System } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

/** A request waits for Redis no longer than this; the rest is what a busy machine adds. */
const WAIT_MS = 250;
const SLACK_MS = 750;

export const redisFlushed: Fault = {
  id: 'F-06',
  title: 'Redis emptied under load',
  seconds: 6,
  weight: 3,
  needsRedis: true,
  async inject({ redisObserver }) {
    const keys = await redisObserver.redis.dbsize();
    await redisObserver.redis.flushall();
    return { injected: 1, bitten: Number(keys > 0), seen: `${keys} keys gone` };
  },
};

export const redisAway: Fault = {
  id: 'F-07',
  title: 'Redis down, paused, and full',
  seconds: 35,
  weight: 1,
  needsRedis: true,
  async inject(system, random) {
    const { redis, redisObserver } = system;
    const nothing = async () => {};
    const ways = {
      down: [() => redis.kill(), () => redis.restart()],
      paused: [(ms: number) => redisObserver.redis.client('PAUSE', ms, 'ALL'), nothing],
      full: [
        () => redisObserver.redis.config('SET', 'maxmemory', '1mb'),
        () => redisObserver.redis.config('SET', 'maxmemory', '0'),
      ],
    } as const;
    const seen: string[] = [];
    const broken: string[] = [];
    let bitten = 0;
    for (const [way, [hurt, heal]] of random.shuffled(Object.entries(ways))) {
      const ms = random.whole(5000, 8000);
      await hurt(ms);
      try {
        const found = await readMeanwhile(system, random, ms);
        bitten += Number(found.reads > 0);
        seen.push(`${way}: ${found.reads} boards read meanwhile`);
        broken.push(...found.broken.map((what) => `${way}: ${what}`));
      } finally {
        await heal();
      }
    }
    return { injected: seen.length, bitten, seen: seen.join('; '), broken };
  },
};

export const redisRestored: Fault = {
  id: 'F-08',
  title: 'Redis restored from an old dump',
  seconds: 12,
  weight: 2,
  needsRedis: true,
  async inject({ redis, redisObserver, observer }, random) {
    await redisObserver.redis.save();
    const before = await observer.factCount();
    const grown = await cameTrue(10, async () => (await observer.factCount()) > before + 20);
    await pause(random.whole(500, 3000));
    await redis.restart();
    const keys = await redisObserver.redis.dbsize();
    return { injected: 1, bitten: Number(grown && keys > 0), seen: `${keys} keys from before are back` };
  },
};

/** Boards answer at once, from elsewhere or with a 503, and events are taken and recorded. */
async function readMeanwhile({ apis, shops, observer }: System, random: Random, ms: number) {
  const broken = new Set<string>();
  let reads = 0;
  const { shop, tenantId } = random.pick(shops);
  const until = performance.now() + ms;
  const probe = shop.story.probe();
  const recorded = cameTrue(
    ms / 1000,
    async () => (await shop.say(probe)) && observer.isStored(tenantId, probe.id),
    250,
  );
  while (performance.now() < until) {
    for (const { name, url } of apis) {
      const reply = await shop.callAt(url, 'GET /v1/leaderboards/top-sellers/entries');
      reads += 1;
      if (reply.ms > patient(WAIT_MS + SLACK_MS)) broken.add(`${name}: a board was read for ${reply.ms} ms`);
    }
    await pause(100);
  }
  if (!(await recorded)) broken.add('an event was not recorded while Redis was away');
  return { reads, broken: [...broken] };
}
