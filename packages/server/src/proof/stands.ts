import type { PlainFact } from './facts.ts';

/** How much of a fact there is, and how much of that is taken back. */
export interface Weight {
  readonly amount: bigint;
  readonly takenBack: bigint;
}

/** The amount in `data.amount` when it is above 0. */
function statedAmount(fact: PlainFact): bigint | null {
  const stated = fact.data.amount;
  if (typeof stated !== 'number' || !Number.isSafeInteger(stated)) return null;
  return stated > 0 ? BigInt(stated) : null;
}

/** `stands(f) = A − min(A, Σ stands(r))`, written down as it is defined. */
export class Standing {
  readonly #facts = new Map<string, PlainFact>();
  readonly #reversals = new Map<string, PlainFact[]>();
  readonly #weights = new Map<string, Weight>();
  readonly #takesBack: (type: string) => readonly string[];

  /** `takesBack` says which types a type reverses. */
  constructor(takesBack: (type: string) => readonly string[]) {
    this.#takesBack = takesBack;
  }

  add(fact: PlainFact): void {
    this.#facts.set(fact.key, fact);
    if (fact.reverses === null) return;
    const others = this.#reversals.get(fact.reverses);
    if (others) others.push(fact);
    else this.#reversals.set(fact.reverses, [fact]);
  }

  /** Once every fact that reversals tie together has been added. */
  weigh(fact: PlainFact): Weight {
    const known = this.#weights.get(fact.key);
    if (known) return known;
    const amount = this.#amount(fact);
    let wanted = 0n;
    for (const reversal of this.#reversals.get(fact.key) ?? []) {
      if (this.#original(reversal) === null) continue;
      const weight = this.weigh(reversal);
      wanted += weight.amount - weight.takenBack;
    }
    const weight = { amount, takenBack: wanted < amount ? wanted : amount };
    if (this.#facts.has(fact.key)) this.#weights.set(fact.key, weight);
    return weight;
  }

  #amount(fact: PlainFact): bigint {
    const stated = statedAmount(fact);
    if (stated !== null) return stated;
    const original = this.#original(fact);
    return original === null ? 1n : this.#amount(original);
  }

  /** The fact that a reversal takes back; null when it has not come, or may not be taken back by it. */
  #original(reversal: PlainFact): PlainFact | null {
    const original = reversal.reverses === null ? undefined : this.#facts.get(reversal.reverses);
    if (!original) return null;
    if (!this.#takesBack(reversal.type).includes(original.type)) return null;
    const currencies = [reversal.data.currency, original.data.currency].filter((currency) => currency !== undefined);
    return new Set(currencies).size > 1 ? null : original;
  }
}
