import fc from 'fast-check';
import type { Fact } from '../activity/fact.ts';

/** How some facts are delivered: in which order, in which batches, by which process, and which batches come twice. */
export const deliveries = (facts: number) =>
  fc.record({
    order: fc.shuffledSubarray(
      Array.from({ length: facts }, (_, index) => index),
      { minLength: facts },
    ),
    sizes: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: facts, maxLength: facts }),
    twice: fc.array(fc.nat({ max: facts - 1 }), { maxLength: 4 }),
  });

/** The batches of a delivery, in order. */
export function batchesOf(
  facts: readonly Fact[],
  { order, sizes, twice }: { order: number[]; sizes: number[]; twice: number[] },
) {
  const ordered = order.map((index) => facts[index] as Fact);
  const batches: Fact[][] = [];
  for (let start = 0; start < ordered.length; ) {
    const size = sizes[batches.length] ?? 1;
    batches.push(ordered.slice(start, start + size));
    start += size;
  }
  const again = twice.map((index) => batches[index % batches.length] ?? []);
  return [...batches, ...again];
}
