import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { closeAwaiting } from './dead-letters.ts';
import { type FactIdentity, identityKey, type Movement, type StampedFact } from './fact.ts';
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
  const list = edge.map(({ fact: { trust: k, source: o, id: i } }) => ({ k, o, i }));
  const found = await rows<FactRow>(
    tx,
    sql`select ${factColumns} from activity_facts as fact
        join jsonb_to_recordset(${json(list)}) as wanted(k text, o text, i text)
          on fact.tenant_id = ${tenantId}
          and fact.reverses_trust = k and fact.reverses_source = o and fact.reverses_id = i`,
  );
  return found.map(heldFact);
}

/** The facts among these that a reversal has been waiting for. */
export async function findAwaited(
  tx: Executor,
  tenantId: TenantId,
  facts: readonly StampedFact[],
): Promise<StampedFact[]> {
  const [some] = await rows(tx, sql`select 1 from activity_awaiting where tenant_id = ${tenantId} limit 1`);
  if (!some) return [];
  const reversals = await findReversals(
    tx,
    tenantId,
    facts.map((fact) => ({ fact, takenBack: 0n })),
  );
  const awaited = new Set(reversals.map(({ fact }) => fact.reverses && identityKey(fact.reverses)));
  return facts.filter((fact) => awaited.has(identityKey(fact)));
}

/** Notes reversals that wait for their original, and forgets those that wait no longer, with what was said of them. */
export async function noteAwaiting(
  tx: Executor,
  tenantId: TenantId,
  waiting: readonly FactIdentity[],
  settled: readonly FactIdentity[],
): Promise<void> {
  const asList = (identities: readonly FactIdentity[]) =>
    json(identities.map(({ trust: k, source: o, id: i }) => ({ k, o, i })));
  if (waiting.length > 0) {
    await tx.execute(sql`
      insert into activity_awaiting (tenant_id, trust, source, id)
      select ${tenantId}, k, o, i from jsonb_to_recordset(${asList(waiting)}) as reversal(k text, o text, i text)
      on conflict do nothing`);
  }
  if (settled.length > 0) {
    await tx.execute(sql`
      delete from activity_awaiting as held
      using jsonb_to_recordset(${asList(settled)}) as reversal(k text, o text, i text)
      where held.tenant_id = ${tenantId} and held.trust = k and held.source = o and held.id = i`);
    await closeAwaiting(tx, tenantId, settled.map(identityKey));
  }
}

/** Notes how much of each fact is taken back now, where that has changed. */
export async function noteTakenBack(tx: Executor, tenantId: TenantId, movements: readonly Movement[]): Promise<void> {
  const changed = movements.filter(({ before, after }) => after.back !== (before?.back ?? 0n));
  if (changed.length === 0) return;
  const list = changed.map(({ fact: { trust: k, source: o, id: i }, after }) => ({ k, o, i, n: `${after.back}` }));
  await tx.execute(sql`
    update activity_facts as fact set taken_back = n
    from jsonb_to_recordset(${json(list)}) as moved(k text, o text, i text, n bigint)
    where fact.tenant_id = ${tenantId} and fact.trust = k and fact.source = o and fact.id = i`);
}
