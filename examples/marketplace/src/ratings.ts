import type { Engagement } from './engagement.ts';

const FRESH = 15_000;
const PATIENCE = 600;

/** Average stars per asset, read from the board; empty while the engagement server does not answer. */
export function createRatings(engagement: Engagement) {
  let stars: ReadonlyMap<string, number> = new Map();
  let readAt = 0;
  return async (): Promise<ReadonlyMap<string, number>> => {
    if (Date.now() - readAt < FRESH) return stars;
    readAt = Date.now();
    const entries = await engagement.top('top-rated', PATIENCE).catch(() => null);
    if (entries) stars = new Map(entries.map(({ id, score }) => [id, score]));
    return stars;
  };
}
