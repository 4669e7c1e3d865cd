import type { Random } from './random.ts';

/** Somebody on a board: the share that it tends to, and where it stands. */
export interface Contender {
  readonly id: string;
  readonly share: number;
  readonly score: number;
}

/** How many steps a contender may run ahead of its share. */
const LEEWAY = 2.5;

/**
 * Picks who gets the next `step` points. Those who lag behind their share are picked more often, so leaders lead,
 * equals stay within a few steps of each other, and a single action can change a rank however long the market runs.
 */
export function nextToScore(contenders: readonly Contender[], step: number, random: Random): string {
  const shares = contenders.reduce((sum, { share }) => sum + share, 0);
  const total = contenders.reduce((sum, { score }) => sum + score, step);
  const weights = contenders.map(({ share, score }) =>
    share === 0 ? 0 : Math.max(0, (share / shares) * total - score + LEEWAY * step) ** 2,
  );
  let point = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const winner = contenders.find((_, index) => {
    point -= weights[index] ?? 0;
    return point < 0;
  });
  return (winner ?? contenders[0])?.id ?? '';
}
