import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { closeAwaiting } from './dead-letters.ts';
import { type Fact, type FactIdentity, identityKey, type Movement, type StampedFact } from './fact.ts';
import { findPlaces, identityList, isAt } from './identities.ts';
import { type FactRow, factColumns, findFacts, type HeldFact, heldFact } from './record.ts';

/** The facts that reversals tie to some facts: all that they reverse, and all that reverses any of those. */
export async function loadFamily(tx: Executor, tenantId: TenantId, members: readonly HeldFact[]): Promise<HeldFact[]> {
  const family = new Map(members.map((held) => [identityKey(held.fact), held]));
  let edge: HeldFact[] = [...family.values()];
  while (edge.length > 0) {
    const found = [...(await findOriginals(tx, tenantId, edge)), ...(await findReversals(tx, tenantId, edge))];
    edge = [];
    for (const held of found) {
      const key = identityKey(held.fact);
      if (family.has(key)) continue;
      family.set(key, held);
      edge.push(held);
    }
  }
  return [...family.values()];
}

async function findOriginals(tx: Executor, tenantId: TenantId, edge: readonly HeldFact[]): Promise<HeldFact[]> {
  const wanted = edge.map(({ fact }) => fact.reverses).filter((identity) => identity !== null);
  return wanted.length === 0 ? [] : findFacts(tx, tenantId, wanted);
}

async function findReversals(tx: Executor, tenantId: TenantId, edge: readonly HeldFact[]): Promise<HeldFact[]> {
  const found = await rows<FactRow>(
    tx,
    sql`select ${factColumns} from activity_facts as fact
        join jsonb_to_recordset(${identityList(edge.map(({ fact }) => fact))}) as wanted(k text, o text, i text)
          on fact.tenant_id = ${tenantId}
          and fact.reverses_trust = k and fact.reverses_source = o and fact.reverses_id = i`,
  );
  return found.map(heldFact);
}

/** Whether any reversal waits for its original: mostly none does. */
export async function isAnyAwaiting(tx: Executor, tenantId: TenantId): Promise<boolean> {
  const [some] = await rows(tx, sql`select 1 from activity_awaiting where tenant_id = ${tenantId} limit 1`);
  return some !== undefined;
}

/** The facts among these that a reversal has been waiting for. */
export async function findAwaited(
  tx: Executor,
  tenantId: TenantId,
  facts: readonly StampedFact[],
): Promise<StampedFact[]> {
  const awaited = await rows<FactIdentity & Record<string, unknown>>(
    tx,
    sql`select distinct k as trust, o as source, i as id
        from jsonb_to_recordset(${identityList(facts)}) as fresh(k text, o text, i text)
        join activity_awaiting as waiting on waiting.tenant_id = ${tenantId}
          and waiting.reverses_trust = k and waiting.reverses_source = o and waiting.reverses_id = i`,
  );
  const keys = new Set(awaited.map(identityKey));
  return facts.filter((fact) => keys.has(identityKey(fact)));
}

/** Notes reversals that wait for their original, and forgets those that wait no longer, with what was said of them. */
export async function noteAwaiting(
  tx: Executor,
  tenantId: TenantId,
  waiting: readonly Fact[],
  settled: readonly FactIdentity[],
): Promise<void> {
  if (waiting.length > 0) {
    const list = waiting.map(({ trust: k, source: o, id: i, reverses }) => {
      return { k, o, i, rk: reverses?.trust, ro: reverses?.source, ri: reverses?.id };
    });
    await tx.execute(sql`
      insert into activity_awaiting (tenant_id, trust, source, id, reverses_trust, reverses_source, reverses_id)
      select ${tenantId}, k, o, i, rk, ro, ri
      from jsonb_to_recordset(${json(list)}) as reversal(k text, o text, i text, rk text, ro text, ri text)
      on conflict do nothing`);
  }
  if (settled.length > 0) {
    await tx.execute(sql`
      delete from activity_awaiting as held
      using jsonb_to_recordset(${identityList(settled)}) as reversal(k text, o text, i text)
      where held.tenant_id = ${tenantId} and held.trust = k and held.source = o and held.id = i`);
    await closeAwaiting(tx, tenantId, settled.map(identityKey));
  }
}

/** Notes how much of each fact is taken back now, where that has changed. */
export async function noteTakenBack(tx: Executor, tenantId: TenantId, movements: readonly Movement[]): Promise<void> {
  const changed = movements.filter(({ before, after }) => after.back !== (before?.back ?? 0n));
  if (changed.length === 0) return;
  const places = await findPlaces(
    tx,
    tenantId,
    changed.map(({ fact }) => fact),
  );
  if (places.length === 0) return;
  const back = new Map(changed.map(({ fact, after }) => [identityKey(fact), `${after.back}`]));
  const list = places.map((place) => ({ q: place.sequence, n: back.get(identityKey(place)) }));
  await tx.execute(sql`
    update activity_facts as fact set taken_back = n
    from jsonb_to_recordset(${json(list)}) as moved(q bigint, n bigint)
    where fact.sequence = q and ${isAt(tenantId, places)}`);
}
