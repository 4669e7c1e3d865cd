import type { Random } from '../../packages/server/src/testing/chaos/random.ts';
import type { Fault } from './nemesis/fault.ts';

/**
 * Every fault once, in an order of chance. Then without end: two turns of three kill processes, since failures can only
 * be shown to be rare by many kills; the third is for the others, the weighty ones more often.
 */
export function* schedule(faults: readonly Fault[], random: Random): Generator<Fault, never> {
  yield* random.shuffled(faults);
  const kills = faults.filter(({ weight }) => weight === 'kill');
  const hat = faults.flatMap((fault) =>
    fault.weight === 'kill' ? [] : Array.from({ length: fault.weight }, () => fault),
  );
  for (;;) {
    yield* kills;
    if (hat.length > 0) yield random.pick(hat);
  }
}
