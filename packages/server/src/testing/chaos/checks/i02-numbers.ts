import { keyOf } from '../model.ts';
import type { Check } from './check.ts';

/** I-1, I-2 · every fact's effect is in the numbers exactly once: each row is the model's, and there is no other. */
export const numbersFollow: Check = {
  id: 'I-2',
  title: 'every stored number is what an independent model makes of the facts',
  async check(scene) {
    const wrong: string[] = [];
    for (const observed of scene.shops) {
      const expected = new Map(await scene.model(observed));
      for (const row of await scene.observer.values(observed.tenantId)) {
        const key = keyOf(row);
        const model = expected.get(key);
        expected.delete(key);
        const found = `${row.value} of ${row.count}, ${row.reached.toISOString()}`;
        const wanted = model ? `${model.value} of ${model.count}, ${new Date(model.reached).toISOString()}` : 'no row';
        if (found === wanted || (!model && row.count === '0' && row.value === '0')) continue;
        wrong.push(`${key.replaceAll('\n', ' ')} is ${found}, and should be ${wanted}`);
      }
      for (const key of expected.keys()) wrong.push(`${key.replaceAll('\n', ' ')} is missing`);
    }
    return wrong;
  },
};
