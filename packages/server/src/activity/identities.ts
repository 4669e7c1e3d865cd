import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import type { FactIdentity } from './fact.ts';

/** Where a fact is, or was until it was dropped. */
export interface Place extends FactIdentity {
  readonly sequence: string;
  readonly time: Micros;
}

interface PlaceRow extends Record<string, unknown>, FactIdentity {
  sequence: string;
  time: string;
}

export const identityList = (identities: readonly FactIdentity[]) =>
  json(identities.map(({ trust: k, source: o, id: i }) => ({ k, o, i })));

/** The places of those among some identities that have been recorded. */
export async function findPlaces(tx: Executor, tenantId: TenantId, wanted: readonly FactIdentity[]): Promise<Place[]> {
  if (wanted.length === 0) return [];
  const found = await rows<PlaceRow>(
    tx,
    sql`select known.trust, known.source, known.id, known.sequence, known.time
        from jsonb_to_recordset(${identityList(wanted)}) as wanted(k text, o text, i text)
        join activity_identities as known
          on known.tenant_id = ${tenantId} and known.trust = k and known.source = o and known.id = i`,
  );
  return found.map((row) => ({ ...row, time: microsOf(row.time) }));
}

/**
 * The condition that a row of `activity_facts as fact` is at one of some places, of which there is one at least. It
 * names the earliest and the latest time, so that no other partition is even opened.
 */
export function isAt(tenantId: TenantId, places: readonly Place[]): ReturnType<typeof sql> {
  const sequences = `{${places.map(({ sequence }) => sequence).join()}}`;
  const times = places.map(({ time }) => time);
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  return sql`fact.tenant_id = ${tenantId} and fact.sequence = any(${sequences}::text::bigint[])
    and fact.time between ${instantText(first)}::timestamptz and ${instantText(last)}::timestamptz`;
}
