import type { Movement, Taken } from '../activity/fact.ts';
import { divideHalfAway } from '../kernel/rounding.ts';
import type { Contribution } from './compile.ts';

/** What a counter row holds of one fact. */
export interface Share {
  readonly value: bigint;
  readonly count: bigint;
}

const NOTHING: Share = { value: 0n, count: 0n };

/**
 * A sum holds a fact in proportion, rounded half away from zero, so that reversals that add up to the whole take back
 * exactly the whole. Every other fold holds it whole, until nothing of it stands.
 */
export function shareOf(contribution: Contribution, { back, of }: Taken): Share {
  const { metric, value } = contribution;
  const count = back < of ? 1n : 0n;
  if (metric.fold === 'sum') return { value: value - divideHalfAway(value * back, of), count };
  return count === 1n ? { value, count } : NOTHING;
}

/** How a movement changes the row that holds this contribution. */
export function deltaOf(contribution: Contribution, { before, after }: Movement): Share {
  const was = before === null ? NOTHING : shareOf(contribution, before);
  const is = shareOf(contribution, after);
  return { value: is.value - was.value, count: is.count - was.count };
}
