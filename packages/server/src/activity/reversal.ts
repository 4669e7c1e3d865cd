import { ownAmount } from './amount.ts';
import { type FactIdentity, identityKey, type Movement } from './fact.ts';
import type { HeldFact } from './record.ts';

/** Which types a type takes back. */
export type ReversalRules = (type: string) => readonly string[];

/** Why a reversal that was recorded takes nothing back. */
export type Refusal = 'type-mismatch' | 'currency-mismatch';

export interface Settlement {
  /** Facts of which more or less is taken back than before. */
  readonly movements: Movement[];
  readonly refused: { readonly reversal: FactIdentity; readonly reason: Refusal }[];
  /** Facts whose reversals' amounts add up to more than there is, and by how much. */
  readonly overReversed: { readonly original: FactIdentity; readonly by: bigint }[];
}

function refusalOf(reversal: HeldFact, original: HeldFact, rules: ReversalRules): Refusal | undefined {
  if (!rules(reversal.fact.type).includes(original.fact.type)) return 'type-mismatch';
  const [mine, theirs] = [reversal.fact.data.currency, original.fact.data.currency];
  return mine !== undefined && theirs !== undefined && mine !== theirs ? 'currency-mismatch' : undefined;
}

/**
 * Settles a set of facts that is closed under "reverses": what stands of each is a function of the set alone,
 * so the order in which the facts arrived cannot matter. `fresh` are those recorded just now.
 */
export function settle(facts: readonly HeldFact[], fresh: ReadonlySet<string>, rules: ReversalRules): Settlement {
  return new Settling(facts, fresh, rules).settle();
}

class Settling {
  readonly #byKey: ReadonlyMap<string, HeldFact>;
  readonly #reversalsOf = new Map<string, HeldFact[]>();
  readonly #fresh: ReadonlySet<string>;
  readonly #takenBack = new Map<string, bigint>();
  readonly #settlement: Settlement = { movements: [], refused: [], overReversed: [] };

  constructor(facts: readonly HeldFact[], fresh: ReadonlySet<string>, rules: ReversalRules) {
    this.#byKey = new Map(facts.map((held) => [identityKey(held.fact), held]));
    this.#fresh = fresh;
    for (const held of facts) this.#link(held, rules);
  }

  #link(reversal: HeldFact, rules: ReversalRules): void {
    const { reverses } = reversal.fact;
    const original = reverses && this.#byKey.get(identityKey(reverses));
    if (!reverses || !original) return;
    const reason = refusalOf(reversal, original, rules);
    if (reason) {
      this.#settlement.refused.push({ reversal: reversal.fact, reason });
      return;
    }
    const key = identityKey(reverses);
    this.#reversalsOf.set(key, [...(this.#reversalsOf.get(key) ?? []), reversal]);
  }

  settle(): Settlement {
    for (const [key, held] of this.#byKey) {
      const after = this.#takenBackOf(held);
      const before = this.#fresh.has(key) ? null : held.takenBack;
      if (before === after) continue;
      this.#settlement.movements.push({ fact: held.fact, before, after, amount: this.#amountOf(held) });
    }
    return this.#settlement;
  }

  /** The fact's own amount; a reversal without one takes back all of its original; anything else is one, taken back whole. */
  #amountOf(held: HeldFact): bigint {
    const own = ownAmount(held.fact);
    if (own !== undefined) return own;
    const key = held.fact.reverses && identityKey(held.fact.reverses);
    const original = key ? this.#byKey.get(key) : undefined;
    const applies = key && this.#reversalsOf.get(key)?.includes(held);
    return original && applies ? this.#amountOf(original) : 1n;
  }

  #standsOf(held: HeldFact): bigint {
    return this.#amountOf(held) - this.#takenBackOf(held);
  }

  #takenBackOf(held: HeldFact): bigint {
    const key = identityKey(held.fact);
    const known = this.#takenBack.get(key);
    if (known !== undefined) return known;
    const reversals = this.#reversalsOf.get(key) ?? [];
    const wanted = reversals.reduce((sum, reversal) => sum + this.#standsOf(reversal), 0n);
    const amount = this.#amountOf(held);
    const explicit = reversals.reduce((sum, reversal) => sum + (ownAmount(reversal.fact) ?? 0n), 0n);
    if (ownAmount(held.fact) !== undefined && explicit > amount) {
      this.#settlement.overReversed.push({ original: held.fact, by: explicit - amount });
    }
    const takenBack = wanted > amount ? amount : wanted;
    this.#takenBack.set(key, takenBack);
    return takenBack;
  }
}
