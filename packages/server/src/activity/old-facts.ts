import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import { identityKey, type Movement } from './fact.ts';
import { loadFamily } from './family.ts';
import { findPlaces, identityList, isAt } from './identities.ts';
import { findHeld } from './quarantine/hold.ts';
import { type FactRow, factColumns, type HeldFact, heldFact } from './record.ts';
import { amountsOf, type ReversalRules } from './reversal.ts';

const PAGE = 1000;

/** Some of the facts from before an instant. */
export interface OldFacts {
  /** Those that may go, as if they had just been recorded with what is taken back of them by now. */
  readonly going: readonly Movement[];
  /** Those of them that count: a burst that was rejected counts nowhere. */
  readonly counting: readonly Movement[];
  /** Those that must stay. */
  readonly staying: number;
  /** Where to go on; null when there are no more. */
  readonly next: string | null;
}

/**
 * Looks at the facts from before an instant, a page at a time. Facts that reversals tie together go together, when all
 * of them are old: so what stands of a fact never depends on one that is gone. A reversal that waits for its original
 * stays, and so does what is in quarantine until that is decided.
 * The caller holds the tenant's lock alone.
 */
export async function lookAtOldFacts(
  tx: Executor,
  tenantId: TenantId,
  before: Micros,
  after: string,
  rules: ReversalRules,
): Promise<OldFacts> {
  const page = await rows<FactRow>(
    tx,
    sql`select ${factColumns} from activity_facts as fact
        where tenant_id = ${tenantId} and sequence > ${after}::bigint and time < ${instantText(before)}::timestamptz
        order by sequence limit ${PAGE}`,
  );
  const held = await loadFamily(tx, tenantId, page.map(heldFact));
  const waiting = await findWaiting(tx, tenantId, held);
  const quarantined = await findHeld(
    tx,
    tenantId,
    held.map(({ fact }) => fact),
  );
  const isFree = ({ fact }: HeldFact) =>
    fact.time < before && !waiting.has(identityKey(fact)) && quarantined.get(identityKey(fact)) !== 'open';
  const going = familiesOf(held)
    .filter((family) => family.every(isFree))
    .flat();
  const amountOf = amountsOf(going, rules);
  const movements = going.map(({ fact, takenBack }): Movement => {
    return { fact, before: null, after: { back: takenBack, of: amountOf(fact) } };
  });
  return {
    going: movements,
    counting: movements.filter(({ fact }) => !quarantined.has(identityKey(fact))),
    staying: held.length - going.length,
    next: page.length < PAGE ? null : (page.at(-1)?.sequence ?? null),
  };
}

/** Parts facts into those that reversals tie together. */
function familiesOf(facts: readonly HeldFact[]): HeldFact[][] {
  const families = new Map(facts.map((held) => [identityKey(held.fact), [held]]));
  for (const { fact } of facts) {
    const own = families.get(identityKey(fact));
    const other = fact.reverses && families.get(identityKey(fact.reverses));
    if (!own || !other || own === other) continue;
    other.push(...own);
    for (const member of own) families.set(identityKey(member.fact), other);
  }
  return [...new Set(families.values())];
}

async function findWaiting(tx: Executor, tenantId: TenantId, facts: readonly HeldFact[]): Promise<Set<string>> {
  const reversals = facts.map(({ fact }) => fact).filter(({ reverses }) => reverses !== null);
  if (reversals.length === 0) return new Set();
  const found = await rows<{ trust: 'server' | 'client'; source: string; id: string }>(
    tx,
    sql`select trust, source, id from activity_awaiting
        join jsonb_to_recordset(${identityList(reversals)}) as reversal(k text, o text, i text)
          on tenant_id = ${tenantId} and trust = k and source = o and id = i`,
  );
  return new Set(found.map(identityKey));
}

/** Removes facts for good, and keeps count of them. Their identities stay. */
export async function dropFacts(
  tx: Executor,
  tenantId: TenantId,
  before: Micros,
  { going }: Pick<OldFacts, 'going'>,
): Promise<void> {
  const places = await findPlaces(
    tx,
    tenantId,
    going.map(({ fact }) => fact),
  );
  if (places.length === 0) return;
  await tx.execute(sql`delete from activity_facts as fact where ${isAt(tenantId, places)}`);
  await tx.execute(sql`
    insert into activity_dropped as held (tenant_id, before, facts)
    values (${tenantId}, ${instantText(before)}::timestamptz, ${places.length})
    on conflict (tenant_id) do update set
      before = greatest(held.before, excluded.before), facts = held.facts + excluded.facts`);
}

/** The instant before which facts may have been dropped; null when none has been. */
export async function readDroppedBefore(executor: Executor, tenantId: TenantId): Promise<Micros | null> {
  const [row] = await rows<{ before: string }>(
    executor,
    sql`select before from activity_dropped where tenant_id = ${tenantId}`,
  );
  return row ? microsOf(row.before) : null;
}

export async function countFactsBefore(executor: Executor, tenantId: TenantId, before: Micros): Promise<number> {
  const [row] = await rows<{ facts: string }>(
    executor,
    sql`select count(*) as facts from activity_facts
        where tenant_id = ${tenantId} and time < ${instantText(before)}::timestamptz`,
  );
  return Number(row?.facts ?? 0);
}
