import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../packages/server/src/testing/chaos/random.ts';
import { backInRedis } from '../redis-back.ts';
import type { System } from '../system.ts';
import { cameTrue, patient } from '../until.ts';
import type { Fault } from './fault.ts';

/** A request waits for Redis no longer than this; the rest is what a busy machine adds. */
const WAIT_MS = 250;
const SLACK_MS = 750;
/** Redis stays away until then. */
const RECORDED_WITHIN_SECONDS = 15;

export const redisFlushed: Fault = {
  id: 'F-06',
  title: 'Redis emptied under load',
  size: 'once',
  seconds: 15,
  weight: 3,
  async inject(system) {
    const { redisObserver } = system;
    const keys = await redisObserver.boardKeys();
    await redisObserver.redis.flushall();
    const { seconds, broken } = await backInRedis(system);
    return {
      injected: 1,
      bitten: Number(keys > 0),
      seen: `${keys} keys of boards gone, all back after ${seconds.toFixed(1)} s`,
      broken,
    };
  },
};

export const redisAway: Fault = {
  id: 'F-07',
  title: 'Redis down, paused, and full',
  size: 'three ways, 5–8 s each',
  seconds: 50,
  weight: 1,
  async inject(system, random) {
    const seen: string[] = [];
    const broken: string[] = [];
    let bitten = 0;
    for (const { name, hurt, heal, met, unit } of random.shuffled(waysOf(system))) {
      const ms = random.whole(5000, 8000);
      const before = await met();
      await hurt(ms);
      let most = before;
      const reads = await readMeanwhile(system, random, ms, async () => {
        if (name !== 'down') most = Math.max(most, await met());
      }).finally(heal);
      const hits = name === 'down' ? before : most - before;
      const back = await backInRedis(system);
      bitten += Number(hits > 0);
      seen.push(`${name}: ${hits} ${unit}, ${shareOf(reads)}, back after ${back.seconds.toFixed(1)} s`);
      broken.push(...[...reads.broken, ...back.broken].map((what) => `${name}: ${what}`));
    }
    return { injected: seen.length, bitten, seen: seen.join('; '), broken };
  },
};

/** `met` counts, in Redis' own words, what of the product it meets. */
function waysOf({ redis, redisObserver }: System) {
  const limit = (bytes: string) => redisObserver.redis.config('SET', 'maxmemory', bytes);
  return [
    {
      name: 'down',
      hurt: () => redis.kill(),
      heal: () => redis.restart(),
      // Less the one that asks.
      met: async () => (await redisObserver.info('clients', 'connected_clients')) - 1,
      unit: 'connections lost',
    },
    {
      name: 'paused',
      // Boards are read and written by scripts, which wait as writes do; and Redis can still say who waits.
      hurt: (ms: number) => redisObserver.redis.client('PAUSE', ms, 'WRITE'),
      heal: () => redisObserver.redis.client('UNPAUSE'),
      met: () => redisObserver.info('clients', 'blocked_clients'),
      unit: 'clients blocked',
    },
    {
      name: 'full',
      hurt: () => limit('1mb'),
      heal: () => limit('0'),
      met: () => redisObserver.info('errorstats', 'errorstat_OOM'),
      unit: 'writes refused',
    },
  ] as const;
}

const shareOf = ({ answered, refused }: Awaited<ReturnType<typeof readMeanwhile>>) =>
  `${Math.round((100 * answered) / Math.max(1, answered + refused))} % of ${answered + refused} reads answered`;

export const redisRestored: Fault = {
  id: 'F-08',
  title: 'Redis restored from an old dump',
  size: 'a dump some seconds old',
  seconds: 20,
  weight: 2,
  async inject(system, random) {
    const { redis, redisObserver, observer } = system;
    await redisObserver.redis.save();
    const before = await observer.factCount();
    const grown = await cameTrue(10, async () => (await observer.factCount()) > before + 20);
    await pause(random.whole(500, 3000));
    await redis.restart();
    const keys = await redisObserver.boardKeys();
    const { seconds, broken } = await backInRedis(system);
    return {
      injected: 1,
      bitten: Number(grown && keys > 0),
      seen: `${keys} keys of boards from before were back, all of today after ${seconds.toFixed(1)} s`,
      broken,
    };
  },
};

/** Boards answer at once, from elsewhere or with a 503, and events are taken and recorded. */
async function readMeanwhile({ apis, shops, observer }: System, random: Random, ms: number, look: () => Promise<void>) {
  const broken = new Set<string>();
  let [answered, refused] = [0, 0];
  const { shop, tenantId } = random.pick(shops);
  const until = performance.now() + ms;
  const probe = shop.story.probe();
  const isRecorded = async () => (await shop.say(probe)) && observer.isStored(tenantId, probe.id);
  const recorded = cameTrue(RECORDED_WITHIN_SECONDS, isRecorded, 250);
  while (performance.now() < until) {
    for (const { name, url } of apis) {
      // Pages that are asked for often are kept for a moment.
      const limit = 1 + ((answered + refused) % 100);
      const reply = await shop.callAt(url, `GET /v1/leaderboards/top-sellers/entries?limit=${limit}`);
      if (reply.status === 200) answered += 1;
      else if (reply.status === 503) refused += 1;
      else broken.add(`${name}: a board was answered with ${reply.status}`);
      if (reply.ms > patient(WAIT_MS + SLACK_MS)) broken.add(`${name}: a board was read for ${reply.ms} ms`);
    }
    await look();
    await pause(100);
  }
  if (!(await recorded)) broken.add('an event was not recorded while Redis was away');
  return { answered, refused, broken: [...broken] };
}
