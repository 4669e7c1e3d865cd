import { type Fact, type FactIdentity, identityKey, type StampedFact, type Taken } from '../activity/fact.ts';
import {
  type FactPlace,
  type Naming,
  readFactsBehind,
  type TimeSpan,
  type ValueSet,
} from '../activity/facts-behind.ts';
import { loadFamily } from '../activity/family.ts';
import type { HeldFact } from '../activity/record.ts';
import { type Trace, traceReversals } from '../activity/reversal.ts';
import type { StoredMetric } from '../definitions/catalogue.ts';
import { typesOf } from '../definitions/type-registry.ts';
import type { Micros } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import type { CompiledCatalogue, Contribution } from './compile.ts';
import { isDerived } from './counters.ts';
import { shareOf } from './delta.ts';

/** A metric of somebody over some time, in a segment, and what it is now. */
export interface NumberOf {
  readonly metric: StoredMetric;
  readonly subject: string;
  /** None of them overlap. */
  readonly spans: readonly TimeSpan[];
  /** Empty for the whole. */
  readonly segment: string;
  /** At the metric's scale. */
  readonly value: bigint;
  /** The time of the latest fact behind it. */
  readonly reachedAt: Micros;
}

/** A reversal, with how much it would take back and how much of that is taken back itself. */
export interface TracedReversal {
  readonly fact: Fact;
  readonly reverses: FactIdentity;
  readonly taken: Taken;
}

/** What a number holds of a fact, at the metric's scale. */
export interface FactShare {
  readonly fact: StampedFact;
  readonly taken: Taken;
  /** Before anything was taken back. */
  readonly worth: bigint;
  /** Now. The shares of all facts add up to the number; those of an average to its sum. */
  readonly contributes: bigint;
  /** Each after the one that it takes back. */
  readonly reversals: readonly TracedReversal[];
}

export interface SharesPage {
  readonly shares: readonly FactShare[];
  /** The next page starts after it; null when this is the last. */
  readonly next: FactPlace | null;
}

/** A fact that counts towards the number, in every way in which it does. */
interface Candidate {
  readonly held: HeldFact;
  readonly contributions: readonly Contribution[];
}

const READ_AT_ONCE = 200;
/** So many facts are looked at for one page: of those that name somebody, filters and segments may leave out most. */
const MAX_READ = 4000;

/** Reads the facts behind one number. */
export class Contributions {
  readonly #tx: Executor;
  readonly #tenantId: TenantId;
  readonly #compiled: CompiledCatalogue;
  readonly #number: NumberOf;

  constructor(tx: Executor, tenantId: TenantId, compiled: CompiledCatalogue, number: NumberOf) {
    this.#tx = tx;
    this.#tenantId = tenantId;
    this.#compiled = compiled;
    this.#number = number;
  }

  /** A page of the facts, newest first. It may be short and still not be the last. */
  async page(after: FactPlace | null, limit: number): Promise<SharesPage> {
    const found: Candidate[] = [];
    let next = after;
    for (let read = 0; read < MAX_READ && found.length <= limit; read += READ_AT_ONCE) {
      const held = await this.#read('newest', next);
      found.push(...this.#candidates(held));
      next = held.length < READ_AT_ONCE ? null : placeOf(held.at(-1));
      if (next === null) break;
    }
    const shown = found.slice(0, limit);
    if (found.length > limit) next = placeOf(shown.at(-1)?.held);
    return { shares: await this.#shares(shown), next };
  }

  /** Of a maximum or a minimum the first of the standing facts that have it; of other folds null. */
  async decisive(): Promise<StampedFact | null> {
    const { metric, value } = this.#number;
    if (metric.fold !== 'max' && metric.fold !== 'min') return null;
    return (await this.#firsts([`${value}`])).get(`${value}`) ?? null;
  }

  async #shares(candidates: readonly Candidate[]): Promise<FactShare[]> {
    const trace = await this.#trace(candidates);
    const members = new Set(candidates.flatMap(({ contributions }) => contributions.map(memberOf)));
    const firsts = isDerived(this.#number.metric.fold) ? await this.#firsts([...members]) : undefined;
    return candidates.map(({ held: { fact }, contributions }) => {
      const taken = trace.taken(fact);
      return {
        fact,
        taken,
        worth: sum(contributions.map(worthOf)),
        contributes: firsts
          ? this.#decided(fact, contributions, firsts)
          : sum(contributions.map((contribution) => shareOf(contribution, taken).value)),
        reversals: reversalsOf(fact, trace),
      };
    });
  }

  /** Of a fold that does not add up, the first of the facts with one value stands for all of them. */
  #decided(fact: Fact, contributions: readonly Contribution[], firsts: ReadonlyMap<string, Fact>): bigint {
    const { metric, value } = this.#number;
    const isFirst = (member: string) => {
      const first = firsts.get(member);
      return first !== undefined && identityKey(first) === identityKey(fact);
    };
    const decided = new Set(contributions.map(memberOf).filter(isFirst));
    if (metric.fold === 'unique') return BigInt(decided.size);
    return decided.has(`${value}`) ? value : 0n;
  }

  /** By value, the first of the standing facts that have it. */
  async #firsts(members: readonly string[]): Promise<Map<string, StampedFact>> {
    const values = this.#valuesOf(members);
    const firsts = new Map<string, StampedFact>();
    for (let after: FactPlace | null = null; firsts.size < members.length; ) {
      const held = await this.#read('oldest', after, values);
      const candidates = this.#candidates(held);
      const trace = await this.#trace(candidates);
      for (const { held: one, contributions } of candidates) {
        const { back, of } = trace.taken(one.fact);
        if (back === of) continue;
        for (const member of contributions.map(memberOf)) if (!firsts.has(member)) firsts.set(member, one.fact);
      }
      after = placeOf(held.at(-1));
      if (held.length < READ_AT_ONCE) break;
    }
    return firsts;
  }

  #valuesOf(members: readonly string[]): ValueSet {
    const { fold, scale } = this.#number.metric;
    if (fold !== 'unique') return { texts: [], numbers: members, scale };
    return { texts: members, numbers: members.filter((member) => `${Number(member)}` === member && member !== 'NaN') };
  }

  #read(order: 'newest' | 'oldest', after: FactPlace | null, having?: ValueSet): Promise<HeldFact[]> {
    const { metric, subject, spans, reachedAt } = this.#number;
    const naming = metric.sources.map(({ type, subject: field, value }): Naming => {
      return { type, field, ...(having && value !== undefined && { having: { field: value, values: having } }) };
    });
    return readFactsBehind(this.#tx, this.#tenantId, {
      spans,
      naming,
      key: subject,
      latest: reachedAt,
      order,
      after,
      limit: READ_AT_ONCE,
    });
  }

  /** Those of some facts that the number counts. */
  #candidates(facts: readonly HeldFact[]): Candidate[] {
    const { metric, subject, segment } = this.#number;
    return facts.flatMap((held) => {
      const contributions = (this.#compiled.rules.get(held.fact.type) ?? []).flatMap((rule) => {
        const found = rule(held.fact);
        const counts = found?.metric.id === metric.id && found.subjectKey === subject;
        return counts && found.segments.includes(segment) ? [found] : [];
      });
      return contributions.length > 0 ? [{ held, contributions }] : [];
    });
  }

  async #trace(candidates: readonly Candidate[]): Promise<Trace> {
    const members = candidates.map(({ held }) => held);
    const family = members.length > 0 ? await loadFamily(this.#tx, this.#tenantId, members) : [];
    const types = typesOf(this.#compiled.catalogue);
    return traceReversals(family, (type) => types.reverses(type));
  }
}

const memberOf = ({ member }: Contribution): string => member ?? '';
const worthOf = ({ metric, value }: Contribution): bigint => (metric.fold === 'unique' ? 1n : value);
const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

function placeOf(held: HeldFact | undefined): FactPlace | null {
  if (!held) return null;
  const { time, trust, source, id } = held.fact;
  return { time, trust, source, id };
}

/** A fact's reversals, and theirs. */
function reversalsOf(fact: Fact, trace: Trace): TracedReversal[] {
  return trace.reversalsOf(fact).flatMap((reversal) => {
    const { trust, source, id } = fact;
    const traced = { fact: reversal, reverses: { trust, source, id }, taken: trace.taken(reversal) };
    return [traced, ...reversalsOf(reversal, trace)];
  });
}
