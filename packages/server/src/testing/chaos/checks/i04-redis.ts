import { entriesOf, MODEL_BOARDS } from '../board-model.ts';
import type { Check } from './check.ts';

/** I-4 · what Redis holds of a board is the model's, member by member: ids, scores, instants and order. */
export const projectionFollows: Check = {
  id: 'I-4',
  title: 'every sorted set in Redis is the model’s board',
  async check(scene) {
    const wrong: string[] = [];
    for (const observed of scene.shops) {
      const rows = [...(await scene.model(observed)).values()];
      const periods = await scene.observer.periods(observed.tenantId);
      for (const board of MODEL_BOARDS) {
        for (const kept of await scene.redis.boards(observed.tenantId, board.key, board.direction)) {
          const period = periods.get(kept.periodId) ?? '';
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
    }
    return wrong;
  },
};

const lineOf = ({ id, score, reached }: { id: string; score: bigint; reached: number }) => `${id} ${score} ${reached}`;
