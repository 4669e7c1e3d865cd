import { MODEL_BOARDS } from '../../packages/server/src/testing/chaos/board-model.ts';
import { nameOf, projectionsDue } from '../../packages/server/src/testing/chaos/projections.ts';
import type { System } from './system.ts';
import { cameTrue } from './until.ts';

const BACK_WITHIN_SECONDS = 60;
const LOOK_EVERY_MS = 500;
const MOST_ROWS = 100;

/** Waits until Redis holds every board that it should and answers for it again. What of it was not in time. */
export async function backInRedis(system: System): Promise<{ seconds: number; broken: readonly string[] }> {
  const began = performance.now();
  let broken: readonly string[] = [];
  await cameTrue(
    BACK_WITHIN_SECONDS,
    async () => {
      broken = await missing(system);
      if (broken.length === 0) broken = await answeredElsewhere(system);
      return broken.length === 0;
    },
    LOOK_EVERY_MS,
  );
  return { seconds: (performance.now() - began) / 1000, broken: broken.slice(0, 3) };
}

async function missing({ shops, observer, redisObserver }: System): Promise<string[]> {
  const found: string[] = [];
  for (const { shop, tenantId, seasons } of shops) {
    const { zone, key } = shop.tenant;
    const ranked = shop.absences.without(await observer.values(tenantId));
    const due = projectionsDue(ranked, { zone, seasons, at: Date.now() });
    const periods = await observer.periods(tenantId);
    for (const board of MODEL_BOARDS) {
      for (const { periodId, segment } of await redisObserver.boards(tenantId, board.key, board.direction))
        due.delete(nameOf(board.key, { period: periods.get(periodId) ?? '', segment }));
    }
    for (const name of due) found.push(`${name} of ${key} did not come back to Redis`);
  }
  return found;
}

/** While nobody can read the numbers in Postgres, a board that is read at all comes from Redis. */
async function answeredElsewhere({ apis, shops, database }: System): Promise<string[]> {
  const reads = apis.flatMap(({ name, url }) =>
    shops.flatMap(({ shop }) => MODEL_BOARDS.map((board) => ({ name, url, shop, board }))),
  );
  return database.withoutTable('metric_values', async () => {
    const found = await Promise.all(
      reads.map(async ({ name, url, shop, board }, index) => {
        // Pages that are asked for often are kept for a moment; each of these is another.
        const reply = await shop.callAt(url, `GET /v1/leaderboards/${board.key}/entries?limit=${MOST_ROWS - index}`);
        return reply.status === 200 ? [] : [`${name}: ${board.key} of ${shop.tenant.key} is not read from Redis again`];
      }),
    );
    return found.flat();
  });
}
