import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import { type Fact, identityKey } from './fact.ts';
import { findPlaces, isAt } from './identities.ts';
import { readDroppedBefore } from './old-facts.ts';

/** The reversals among some facts, by identity, that are new while what they take back has been dropped. */
export async function findLate(tx: Executor, tenantId: TenantId, facts: readonly Fact[]): Promise<ReadonlySet<string>> {
  if ((await readDroppedBefore(tx, tenantId)) === null) return new Set();
  const originals = await findPlaces(
    tx,
    tenantId,
    facts.map(({ reverses }) => reverses).filter((identity) => identity !== null),
  );
  if (originals.length === 0) return new Set();
  const there = await rows<{ sequence: string }>(
    tx,
    sql`select sequence from activity_facts as fact where ${isAt(tenantId, originals)}`,
  );
  const sequences = new Set(there.map(({ sequence }) => sequence));
  const gone = new Set(originals.filter(({ sequence }) => !sequences.has(sequence)).map(identityKey));
  const late = facts.filter(({ reverses }) => reverses && gone.has(identityKey(reverses)));
  const known = new Set((await findPlaces(tx, tenantId, late)).map(identityKey));
  return new Set(late.map(identityKey).filter((key) => !known.has(key)));
}
