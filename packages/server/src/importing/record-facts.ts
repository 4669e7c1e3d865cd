import { type Fact, identityKey } from '../activity/fact.ts';
import type { Outcome, Recorder } from '../activity/recorder.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Tenant } from '../kernel/tenant.ts';

/**
 * Records facts and says what became of each, in order. The recorder answers by identity, so of facts that share one
 * the first goes first; its equals share its fate, and the others take their turn after it.
 */
export async function recordFacts(
  recorder: Pick<Recorder, 'recordAll'>,
  tenant: Tenant,
  facts: readonly Fact[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = new Array(facts.length);
  let turn = facts.map((fact, index) => ({ fact, index, key: identityKey(fact) }));
  while (turn.length > 0) {
    const firsts = new Map<string, (typeof turn)[number]>();
    const repeats: typeof turn = [];
    for (const item of turn) {
      if (firsts.has(item.key)) repeats.push(item);
      else firsts.set(item.key, item);
    }
    const { outcomes: answers } = await recorder.recordAll(
      tenant,
      [...firsts.values()].map(({ fact }) => fact),
      'import',
    );
    for (const { key, index } of firsts.values()) outcomes[index] = answers.get(key) ?? 'failed';
    turn = repeats.filter((item) => {
      const first = firsts.get(item.key);
      if (!first || canonicalJson(first.fact) !== canonicalJson(item.fact)) return true;
      const fate = outcomes[first.index] as Outcome;
      outcomes[item.index] = fate === 'recorded' ? 'duplicate' : fate;
      return false;
    });
  }
  return outcomes;
}
