import type { Random } from '../../packages/server/src/testing/chaos/random.ts';
import type { Fault } from './nemesis/fault.ts';

/** Every fault once, in an order of chance; then without end, the weighty ones more often. */
export function* schedule(faults: readonly Fault[], random: Random): Generator<Fault, never> {
  yield* random.shuffled(faults);
  const hat = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  for (;;) yield random.pick(hat);
}
