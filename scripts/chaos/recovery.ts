import type { ObservedShop } from '../../packages/server/src/testing/chaos/checks/check.ts';
import { INPUTS_GROUP, LOG_TOPIC, WORKER_GROUP } from '../../packages/server/src/testing/chaos/observer.ts';
import type { System } from './system.ts';
import { until } from './until.ts';

const RECOVERED_WITHIN_SECONDS = 60;
const DRAINED_WITHIN_SECONDS = 90;

/**
 * Waits until every server takes an event of every marketplace, until each is recorded, and until its board is read.
 * How many seconds that took. @throws when it takes longer than a minute
 */
export async function recovered({ apis, shops, observer }: System): Promise<number> {
  const began = performance.now();
  const isWell = async (url: string, { shop, tenantId }: ObservedShop) => {
    const probe = shop.story.probe();
    await until(`${url} to take events`, RECOVERED_WITHIN_SECONDS, () => shop.say(probe, url));
    await until(`what ${url} took to be recorded`, RECOVERED_WITHIN_SECONDS, () =>
      observer.isStored(tenantId, probe.id),
    );
    await until(`${url} to show boards`, RECOVERED_WITHIN_SECONDS, async () => {
      const reply = await shop.callAt(url, 'GET /v1/leaderboards/top-sellers/entries');
      return reply.status === 200;
    });
  };
  await Promise.all(apis.flatMap(({ url }) => shops.map((shop) => isWell(url, shop))));
  return (performance.now() - began) / 1000;
}

/** Stops all input, and waits until nothing is under way any more. @throws when it takes longer than it should */
export async function settle(system: System): Promise<void> {
  const { shops, observer } = system;
  await Promise.all(shops.map(({ shop }) => shop.pause()));
  const hidden = () => Promise.all(shops.map(({ shop }) => shop.absences.finish()));
  await until('it to be known who is hidden', DRAINED_WITHIN_SECONDS, async () => !(await hidden()).includes(false));
  await drained(system);
  await until('the jobs to be done', DRAINED_WITHIN_SECONDS, async () => {
    const [row] = await observer.sql`
      select count(*) as n from jobs.job
      where state in ('created', 'retry', 'active') and start_after <= now() and name not like '\\_\\_%'`;
    return Number(row?.n) === 0;
  });
  // Jobs hand out prizes, by way of the log.
  await drained(system);
  await observer.catchUp();
}

async function drained({ shops, observer }: System): Promise<void> {
  const topics = shops.map(({ topic }) => topic);
  await until('the log to be drained', DRAINED_WITHIN_SECONDS, async () => {
    // In this order: what leaves the topics is in the log before it is counted there.
    return (await observer.lag(INPUTS_GROUP, topics)) + (await observer.lag(WORKER_GROUP, [LOG_TOPIC])) === 0;
  });
}
