import { entriesOf, MODEL_BOARDS } from '../board-model.ts';
import { nameOf, projectionsDue } from '../projections.ts';
import type { Check } from './check.ts';

/** I-4 · Redis holds every board that it should, and each is the model's, member by member: ids, scores, instants, order. */
export const projectionFollows: Check = {
  id: 'I-4',
  title: 'every board that runs, and the one before it, is in Redis, and every sorted set there is the model’s board',
  async check(scene) {
    const wrong: string[] = [];
    for (const observed of scene.shops) {
      const rows = await scene.ranked(observed);
      const periods = await scene.observer.periods(observed.tenantId);
      const { zone, key } = observed.shop.tenant;
      const missing = projectionsDue(rows, { zone, seasons: observed.seasons, at: Date.now() });
      for (const board of MODEL_BOARDS) {
        for (const kept of await scene.redis.boards(observed.tenantId, board.key, board.direction)) {
          const period = periods.get(kept.periodId) ?? '';
          missing.delete(nameOf(board.key, { period, segment: kept.segment }));
          const wanted = entriesOf(board, rows, { period, segment: kept.segment }).map(lineOf);
          const found = kept.entries.map(lineOf);
          const first = Array.from({ length: Math.max(wanted.length, found.length) }, (_, index) => index).find(
            (index) => wanted[index] !== found[index],
          );
          if (first === undefined) continue;
          const name = `${board.key} ${period} ${kept.segment} of ${observed.shop.tenant.key} in Redis`;
          wrong.push(`${name}, place ${first + 1}: ${found[first]}, and should be ${wanted[first]}`);
        }
      }
      for (const name of missing) wrong.push(`${name} of ${key} is not in Redis`);
    }
    return wrong;
  },
};

const lineOf = ({ id, score, reached }: { id: string; score: bigint; reached: number }) => `${id} ${score} ${reached}`;
