import { createHash } from 'node:crypto';
import type { Cap } from '@engagement/contract';
import type { Catalogue } from '../../definitions/catalogue.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Fact } from '../fact.ts';
import { fieldReader } from '../field.ts';

/** The same things in one hour or day, as one cap counts them. */
export interface Burst<F extends Fact = Fact> {
  readonly cap: Cap;
  /**
   * Tells it from every other one, together with its start; a cap that counts otherwise begins anew. What browsers send
   * is never the same as what servers send, or it could use up their room.
   */
  readonly key: string;
  /** What makes its facts the same, by field. */
  readonly values: Readonly<Record<string, Scalar>>;
  readonly startsAt: Micros;
  readonly endsAt: Micros;
  readonly facts: F[];
}

type Scalar = string | number | boolean;

/** Fixed spans of UTC: a rate has no use for days of 23 hours, or for a tenant that moves to another zone. */
const SPAN: Record<Cap['per'], Micros> = { hour: 3_600_000_000, day: 86_400_000_000 };

const capsByType = new WeakMap<Catalogue, ReadonlyMap<string, readonly ReadCap[]>>();

interface ReadCap {
  readonly cap: Cap;
  readonly read: readonly ((fact: Fact) => unknown)[];
}

function capsOf(catalogue: Catalogue): ReadonlyMap<string, readonly ReadCap[]> {
  const known = capsByType.get(catalogue);
  if (known) return known;
  const made = new Map<string, ReadCap[]>();
  for (const cap of catalogue.caps.values()) {
    const ready = { cap, read: cap.by.map(fieldReader) };
    for (const type of cap.types) made.set(type, [...(made.get(type) ?? []), ready]);
  }
  capsByType.set(catalogue, made);
  return made;
}

/** Facts by what the caps count them as, in one order, so that two batches never wait for each other in a ring. */
export function burstsOf<F extends Fact>(catalogue: Catalogue, facts: readonly F[]): Burst<F>[] {
  const caps = capsOf(catalogue);
  const bursts = new Map<string, Burst<F>>();
  // What takes back another fact is no more of the same.
  for (const fact of facts.filter(({ reverses }) => reverses === null)) {
    for (const one of caps.get(fact.type) ?? []) {
      const values = valuesOf(one, fact);
      if (!values) continue;
      const span = SPAN[one.cap.per];
      const startsAt = Math.floor(fact.time / span) * span;
      const name = JSON.stringify([one.cap.key, fact.trust, startsAt, values]);
      const known = bursts.get(name);
      if (known) known.facts.push(fact);
      else
        bursts.set(name, { ...burst(one.cap, fact.trust, values), startsAt, endsAt: startsAt + span, facts: [fact] });
    }
  }
  return [...bursts.values()].sort((a, b) => compare(a.key, b.key) || a.startsAt - b.startsAt);
}

/** Undefined when the fact lacks one of the fields: it is the same as nothing else. */
function valuesOf({ read }: ReadCap, fact: Fact): Scalar[] | undefined {
  const values: Scalar[] = [];
  for (const field of read) {
    const value = field(fact);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    values.push(value);
  }
  return values;
}

function burst(cap: Cap, trust: Fact['trust'], values: readonly Scalar[]) {
  const { key, types, by, per } = cap;
  const digest = createHash('sha256').update(JSON.stringify([key, trust, types, by, per, values]));
  const named = Object.fromEntries(by.map((field, index) => [field, values[index] as Scalar]));
  return { cap, key: digest.digest('base64url'), values: named };
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
