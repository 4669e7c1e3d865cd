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
  title: 'Redis down, paused, or full',
  seconds: 20,
  weight: 2,
  needsRedis: true,
  async inject(system, random) {
    const { redis, redisObserver } = system;
    const kind = random.pick(['down', 'paused', 'full'] as const);
    const ms = random.whole(5000, 10_000);
    if (kind === 'down') await redis.kill();
    else if (kind === 'paused') await redisObserver.redis.client('PAUSE', ms, 'ALL');
    else await redisObserver.redis.config('SET', 'maxmemory', '1mb');
    try {
      const { reads, broken } = await readMeanwhile(system, random, ms);
      return { injected: 1, bitten: Number(reads > 0), seen: `${kind}: ${reads} boards read meanwhile`, broken };
    } finally {
      if (kind === 'down') await redis.restart();
      else if (kind === 'full') await redisObserver.redis.config('SET', 'maxmemory', '0');
    }
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
