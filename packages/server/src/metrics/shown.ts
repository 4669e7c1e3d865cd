import type { Metric } from '@engagement/contract';
import { divideHalfEven } from '../kernel/rounding.ts';

/** What a counter row holds. */
interface Held {
  readonly value: bigint;
  readonly count: bigint;
}

/** The number as it is shown: an average is rounded half to even at the scale; nothing stands, nothing is shown. */
export function shownValue(metric: Pick<Metric, 'fold' | 'scale'>, { value, count }: Held): number | null {
  if (count === 0n) return null;
  const number = metric.fold === 'average' ? divideHalfEven(value, count) : value;
  const scale = metric.fold === 'unique' || metric.fold === 'count' ? 0 : metric.scale;
  return Number(number) / 10 ** scale;
}
