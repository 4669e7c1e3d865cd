import type { Engagement } from './engagement.ts';

const FRESH = 15_000;
const PATIENCE = 600;

export interface Ratings {
  /** Stars per asset id, as its board gives them. */
  readonly stars: ReadonlyMap<string, number>;
  /** The mean of all that few reviews are drawn towards, and as how many reviews it counts; null while unknown. */
  readonly prior: { readonly mean: number; readonly weight: number } | null;
}

const UNKNOWN: Ratings = { stars: new Map(), prior: null };

/** How assets are rated, read from the board; nothing while the engagement server does not answer. */
export function createRatings(engagement: Engagement): () => Promise<Ratings> {
  let ratings = UNKNOWN;
  let readAt = 0;
  return async () => {
    if (Date.now() - readAt < FRESH) return ratings;
    readAt = Date.now();
    const read = Promise.all([engagement.top('top-rated', PATIENCE), engagement.board('top-rated', PATIENCE)]);
    const found = await read.catch(() => null);
    if (!found) return ratings;
    const [entries, board] = found;
    const { weight, mean } = board?.prior ?? { weight: 0, mean: null };
    ratings = {
      stars: new Map(entries.map(({ id, score }) => [id, score])),
      prior: mean === null ? null : { weight, mean },
    };
    return ratings;
  };
}
