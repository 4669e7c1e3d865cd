import { sql } from 'drizzle-orm';
import { instantText, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { type Fact, type FactIdentity, identityKey, type StampedFact } from './fact.ts';
import { findPlaces, isAt } from './identities.ts';

export interface Recorded {
  /** Recorded now, for the first time. */
  readonly recorded: StampedFact[];
  /** Recorded before with equal content: nothing changes. */
  readonly duplicate: Fact[];
  /** The id is taken by other content: what is recorded stands. */
  readonly conflict: Fact[];
}

/** Records each fact once. The same id with the same content is a duplicate, with another content a conflict. */
export async function record(tx: Executor, tenantId: TenantId, facts: readonly StampedFact[]): Promise<Recorded> {
  const firsts = new Map<string, StampedFact>();
  const repeats: StampedFact[] = [];
  for (const fact of facts) {
    const key = identityKey(fact);
    if (firsts.has(key)) repeats.push(fact);
    else firsts.set(key, fact);
  }
  const fresh = await insert(tx, tenantId, [...firsts.values()]);
  const recorded = new Set(fresh);
  repeats.push(...[...firsts.values()].filter((fact) => !recorded.has(fact)));
  if (repeats.length === 0) return { recorded: fresh, duplicate: [], conflict: [] };
  // A second statement: the first could not see a row that was committed while it ran.
  const same = await findSame(tx, tenantId, repeats);
  return {
    recorded: fresh,
    duplicate: repeats.filter((fact) => same.has(fact)),
    conflict: repeats.filter((fact) => !same.has(fact)),
  };
}

/** Facts as rows of `given`, numbered from 1. */
function given(facts: readonly StampedFact[]): ReturnType<typeof sql> {
  const list = facts.map((fact) => ({
    k: fact.trust,
    o: fact.source,
    i: fact.id,
    y: fact.type,
    t: instantText(fact.time),
    s: fact.subject,
    d: fact.data,
    p: fact.stamps,
    rk: fact.reverses?.trust,
    ro: fact.reverses?.source,
    ri: fact.reverses?.id,
  }));
  return sql`rows from (jsonb_to_recordset(${json(list)}) as (
    k text, o text, i text, y text, t timestamptz, s text, d jsonb, p jsonb, rk text, ro text, ri text)) with ordinality
    as given(k, o, i, y, t, s, d, p, rk, ro, ri, n)`;
}

const contentOfGiven = sql.raw('activity_content(y, t, s, d, rk, ro, ri)');

/** Records the facts whose identity is new, and returns them. */
async function insert(tx: Executor, tenantId: TenantId, facts: readonly StampedFact[]): Promise<StampedFact[]> {
  // Identities are locked in one order everywhere.
  const list = facts.toSorted(
    (a, b) => compare(a.id, b.id) || compare(a.source, b.source) || compare(a.trust, b.trust),
  );
  const inserted = await rows<{ n: string }>(
    tx,
    sql`with given as (select nextval('activity_identities_sequence_seq') as sequence, given.* from ${given(list)}),
        fresh as (
          insert into activity_identities (tenant_id, sequence, time, trust, source, id, content)
          select ${tenantId}, sequence, t, k, o, i, ${contentOfGiven} from given
          on conflict do nothing
          returning sequence),
        recorded as (
          insert into activity_facts (tenant_id, sequence, trust, source, id, type, time, subject, data, stamps,
            reverses_trust, reverses_source, reverses_id)
          select ${tenantId}, sequence, k, o, i, y, t, s, d, p, rk, ro, ri from given join fresh using (sequence))
        select n from given join fresh using (sequence)`,
  );
  return inserted.map(({ n }) => list[Number(n) - 1] as StampedFact);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Those of some facts whose identity is recorded with the same content. */
async function findSame(tx: Executor, tenantId: TenantId, facts: readonly StampedFact[]): Promise<Set<StampedFact>> {
  const same = await rows<{ n: string }>(
    tx,
    sql`select n from ${given(facts)} join activity_identities as known
          on known.tenant_id = ${tenantId} and known.trust = k and known.source = o and known.id = i
          and known.content = ${contentOfGiven}`,
  );
  return new Set(same.map(({ n }) => facts[Number(n) - 1] as StampedFact));
}

interface FactRow extends Record<string, unknown> {
  sequence: string;
  trust: Fact['trust'];
  source: string;
  id: string;
  type: string;
  time: string;
  subject: string | null;
  data: Record<string, unknown>;
  stamps: StampedFact['stamps'];
  reverses_trust: Fact['trust'] | null;
  reverses_source: string | null;
  reverses_id: string | null;
  taken_back: string;
}

/** A recorded fact with how much of it is taken back. */
export interface HeldFact {
  readonly fact: StampedFact;
  readonly takenBack: bigint;
}

export const factColumns = sql.raw(
  'fact.sequence, fact.trust, fact.source, fact.id, fact.type, fact.time, fact.subject, fact.data, fact.stamps, ' +
    'fact.reverses_trust, fact.reverses_source, fact.reverses_id, fact.taken_back',
);

export function heldFact(row: FactRow): HeldFact {
  const { reverses_trust: trust, reverses_source: source, reverses_id: id } = row;
  return {
    fact: {
      trust: row.trust,
      source: row.source,
      id: row.id,
      type: row.type,
      time: microsOf(row.time),
      subject: row.subject,
      data: row.data,
      stamps: row.stamps,
      reverses: trust !== null && source !== null && id !== null ? { trust, source, id } : null,
    },
    takenBack: BigInt(row.taken_back),
  };
}

export type { FactRow };

/** The recorded facts among some identities, but for those that have been dropped. */
export async function findFacts(
  tx: Executor,
  tenantId: TenantId,
  wanted: readonly FactIdentity[],
): Promise<HeldFact[]> {
  const places = await findPlaces(tx, tenantId, wanted);
  if (places.length === 0) return [];
  const found = await rows<FactRow>(
    tx,
    sql`select ${factColumns} from activity_facts as fact where ${isAt(tenantId, places)}`,
  );
  return found.map(heldFact);
}
