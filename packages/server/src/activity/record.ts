import { sql } from 'drizzle-orm';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { instantText, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { type Fact, type FactIdentity, identityKey, type StampedFact } from './fact.ts';

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
  const inserted = await insert(tx, tenantId, [...firsts.values()]);
  const recorded: StampedFact[] = [];
  for (const [key, fact] of firsts) {
    if (inserted.has(key)) recorded.push(fact);
    else repeats.push(fact);
  }
  if (repeats.length === 0) return { recorded, duplicate: [], conflict: [] };
  // A second statement: the first could not see a row that was committed while it ran.
  const held = await findContents(tx, tenantId, repeats);
  const same = (fact: Fact) => held.get(identityKey(fact)) === contentOf(fact);
  return { recorded, duplicate: repeats.filter(same), conflict: repeats.filter((fact) => !same(fact)) };
}

async function insert(tx: Executor, tenantId: TenantId, facts: readonly StampedFact[]): Promise<Set<string>> {
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
  list.sort((a, b) => compare(a.i, b.i) || compare(a.o, b.o) || compare(a.k, b.k));
  const inserted = await rows<{ trust: Fact['trust']; source: string; id: string }>(
    tx,
    sql`insert into activity_facts
          (tenant_id, trust, source, id, type, time, subject, data, stamps, reverses_trust, reverses_source, reverses_id)
        select ${tenantId}, k, o, i, y, t, s, d, p, rk, ro, ri
        from jsonb_to_recordset(${json(list)}) as fact(
          k text, o text, i text, y text, t timestamptz, s text, d jsonb, p jsonb, rk text, ro text, ri text)
        on conflict do nothing
        returning trust, source, id`,
  );
  return new Set(inserted.map(identityKey));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** What decides whether two events with one id are the same: everything but the transport. */
function contentOf(fact: Fact): string {
  const { type, time, subject, data, reverses } = fact;
  return canonicalJson({ type, time, subject, data, reverses });
}

interface FactRow extends Record<string, unknown> {
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
  'fact.trust, fact.source, fact.id, fact.type, fact.time, fact.subject, fact.data, fact.stamps, ' +
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

/** The recorded facts among some identities. */
export async function findFacts(
  tx: Executor,
  tenantId: TenantId,
  wanted: readonly FactIdentity[],
): Promise<HeldFact[]> {
  const list = wanted.map(({ trust: k, source: o, id: i }) => ({ k, o, i }));
  const found = await rows<FactRow>(
    tx,
    sql`select ${factColumns} from activity_facts as fact
        join jsonb_to_recordset(${json(list)}) as wanted(k text, o text, i text)
          on fact.tenant_id = ${tenantId} and fact.trust = k and fact.source = o and fact.id = i`,
  );
  return found.map(heldFact);
}

async function findContents(tx: Executor, tenantId: TenantId, wanted: readonly Fact[]): Promise<Map<string, string>> {
  const found = await findFacts(tx, tenantId, wanted);
  return new Map(found.map(({ fact }) => [identityKey(fact), contentOf(fact)]));
}
