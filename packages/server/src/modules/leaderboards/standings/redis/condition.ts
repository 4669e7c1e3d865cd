import type { RedisLink } from '../../../../platform/redis/link.ts';
import type { Condition } from '../engine.ts';
import type { Names } from './names.ts';
import type { Stale } from './stale.ts';

/** How it goes with the boards in Redis. */
export function conditionOf(link: RedisLink, names: Names, stale: Stale): Condition {
  return {
    waiting: () => stale.waiting(),
    async takesWrites() {
      try {
        await link.guarded((client) => client.set(`${names.prefix}written}`, `${Date.now()}`));
        return true;
      } catch (error) {
        // It answers, and says no: it is full, cannot save, or follows another.
        if (error instanceof Error && error.name === 'ReplyError') return false;
        throw error;
      }
    },
  };
}
