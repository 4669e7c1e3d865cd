import { ownAmount } from './amount.ts';
import { type Fact, type FactIdentity, identityKey, type Movement, type Taken } from './fact.ts';
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

function refusalOf(reversal: Fact, original: Fact, rules: ReversalRules): Refusal | undefined {
  if (!rules(reversal.type).includes(original.type)) return 'type-mismatch';
  const [mine, theirs] = [reversal.data.currency, original.data.currency];
  return mine !== undefined && theirs !== undefined && mine !== theirs ? 'currency-mismatch' : undefined;
}

/**
 * Settles a set of facts that is closed under "reverses": what stands of each is a function of the set alone,
 * so the order in which the facts arrived cannot matter. `fresh` are those recorded just now.
 */
export function settle(facts: readonly HeldFact[], fresh: ReadonlySet<string>, rules: ReversalRules): Settlement {
  const family = new Family(facts, rules);
  const earlier = new Family(
    facts.filter(({ fact }) => !fresh.has(identityKey(fact))),
    rules,
  );
  const movements: Movement[] = [];
  for (const { fact, takenBack } of facts) {
    const after = family.taken(fact);
    // A reversal without an amount had another one before its original came.
    const before = fresh.has(identityKey(fact)) ? null : { back: takenBack, of: earlier.amountOf(fact) };
    if (before?.back !== after.back || (after.back > 0n && before.of !== after.of)) {
      movements.push({ fact, before, after });
    }
  }
  return { movements, refused: family.refused, overReversed: facts.flatMap(({ fact }) => family.overReversed(fact)) };
}

/** How much there is of each of some facts to take back; with them come the facts that they reverse, all the way up. */
export function amountsOf(facts: readonly HeldFact[], rules: ReversalRules): (fact: Fact) => bigint {
  const family = new Family(facts, rules);
  return (fact) => family.amountOf(fact);
}

/** What is taken back of facts, and by which reversals. */
export interface Trace {
  taken(fact: Fact): Taken;
  /** Those that take back of it, or would if they were not taken back themselves. */
  reversalsOf(fact: Fact): readonly Fact[];
}

/** Traces what reversals do to each of a set of facts that is closed under "reverses". */
export function traceReversals(facts: readonly HeldFact[], rules: ReversalRules): Trace {
  return new Family(facts, rules);
}

class Family {
  readonly refused: Settlement['refused'] = [];
  readonly #byKey: ReadonlyMap<string, Fact>;
  readonly #reversalsOf = new Map<string, Fact[]>();
  readonly #originalOf = new Map<string, Fact>();
  readonly #taken = new Map<string, Taken>();

  constructor(facts: readonly HeldFact[], rules: ReversalRules) {
    this.#byKey = new Map(facts.map(({ fact }) => [identityKey(fact), fact]));
    for (const { fact } of facts) this.#link(fact, rules);
  }

  #link(reversal: Fact, rules: ReversalRules): void {
    const key = reversal.reverses && identityKey(reversal.reverses);
    const original = key === null ? undefined : this.#byKey.get(key);
    if (key === null || !original) return;
    const reason = refusalOf(reversal, original, rules);
    if (reason) {
      this.refused.push({ reversal, reason });
      return;
    }
    this.#originalOf.set(identityKey(reversal), original);
    const reversals = this.#reversalsOf.get(key);
    if (reversals) reversals.push(reversal);
    else this.#reversalsOf.set(key, [reversal]);
  }

  /** A fact that states no amount is one, taken back whole. */
  amountOf(fact: Fact): bigint {
    return this.#statedAmount(fact) ?? 1n;
  }

  /** The fact's own amount; a reversal without one takes back all of its original. */
  #statedAmount(fact: Fact): bigint | undefined {
    const original = this.#originalOf.get(identityKey(fact));
    return ownAmount(fact) ?? (original && this.#statedAmount(original));
  }

  reversalsOf(fact: Fact): readonly Fact[] {
    return this.#reversalsOf.get(identityKey(fact)) ?? [];
  }

  taken(fact: Fact): Taken {
    const key = identityKey(fact);
    const known = this.#taken.get(key);
    if (known) return known;
    let wanted = 0n;
    for (const reversal of this.reversalsOf(fact)) {
      const { back, of } = this.taken(reversal);
      wanted += of - back;
    }
    const of = this.amountOf(fact);
    const taken = { back: wanted > of ? of : wanted, of };
    this.#taken.set(key, taken);
    return taken;
  }

  overReversed(original: Fact): Settlement['overReversed'] {
    const stated = this.#statedAmount(original);
    if (stated === undefined) return [];
    const by = this.reversalsOf(original).reduce((sum, reversal) => sum + (ownAmount(reversal) ?? 0n), 0n) - stated;
    return by > 0n ? [{ original, by }] : [];
  }
}
