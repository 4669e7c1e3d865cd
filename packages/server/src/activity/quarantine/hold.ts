import { sql } from 'drizzle-orm';
import type { Catalogue } from '../../definitions/catalogue.ts';
import { instantText, microsOf } from '../../kernel/instant.ts';
import type { TenantId } from '../../kernel/tenant.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';
import { type Fact, type FactIdentity, identityKey, type Movement } from '../fact.ts';
import { type Burst, burstsOf } from './caps.ts';

const NONE: ReadonlySet<string> = new Set();
const NOTHING_HELD: Held = new Map();

/**
 * Counts facts that were recorded just now, and holds those that go beyond a cap, in the transaction that records them:
 * whether a fact is held is decided once, and read back ever after. Answers the identities of those that are held.
 */
export async function holdBeyondCaps(
  tx: Executor,
  tenantId: TenantId,
  catalogue: Catalogue,
  fresh: readonly Fact[],
): Promise<ReadonlySet<string>> {
  if (catalogue.caps.size === 0) return NONE;
  const bursts = burstsOf(catalogue, fresh);
  if (bursts.length === 0) return NONE;
  const totals = await count(tx, tenantId, bursts);
  const beyond = bursts.flatMap((burst) => {
    const total = totals.get(nameOf(burst)) ?? 0;
    const room = Math.max(0, burst.cap.limit - (total - burst.facts.length));
    return burst.facts.length > room ? [{ ...burst, facts: burst.facts.slice(room) }] : [];
  });
  if (beyond.length === 0) return NONE;
  const cases = await openCases(tx, tenantId, beyond);
  const held = beyond.flatMap((burst) => {
    const { id, state } = cases.get(nameOf(burst)) as OpenedCase;
    return state === 'accepted' ? [] : burst.facts.map((fact) => ({ fact, caseId: id }));
  });
  await hold(tx, tenantId, held);
  return new Set(held.map(({ fact }) => identityKey(fact)));
}

/** What moves numbers: everything but the movements of facts that are held. `fresh` are those held just now. */
export async function withoutHeld(
  tx: Executor,
  tenantId: TenantId,
  movements: readonly Movement[],
  fresh: ReadonlySet<string>,
): Promise<readonly Movement[]> {
  const earlier = movements.filter(({ before }) => before !== null).map(({ fact }) => fact);
  const held = earlier.length > 0 ? await findHeld(tx, tenantId, earlier) : NOTHING_HELD;
  if (fresh.size + held.size === 0) return movements;
  const isHeld = (key: string) => fresh.has(key) || held.has(key);
  return movements.filter(({ fact }) => !isHeld(identityKey(fact)));
}

/** Whether a hold is left on the row `fact` of the recorded facts: then it counts nowhere. */
export const isHeld = sql`exists (
  select 1 from activity_holds as hold
  where hold.tenant_id = fact.tenant_id and hold.trust = fact.trust and hold.source = fact.source and hold.id = fact.id
    and not hold.lifted)`;

const nameOf = ({ key, startsAt }: Pick<Burst, 'key' | 'startsAt'>) => `${key} ${startsAt}`;

interface BurstRow extends Record<string, unknown> {
  readonly burst: string;
  readonly starts_at: string;
}

const nameOfRow = ({ burst, starts_at }: BurstRow) => nameOf({ key: burst, startsAt: microsOf(starts_at) });

/** How many facts each burst has by now. The rows stay locked to the commit, so the numbers are exact. */
async function count(tx: Executor, tenantId: TenantId, bursts: readonly Burst[]): Promise<Map<string, number>> {
  const list = bursts.map(({ key: b, startsAt, facts }) => ({ b, s: instantText(startsAt), n: facts.length }));
  const counted = await rows<BurstRow & { count: string }>(
    tx,
    sql`insert into activity_cap_counts as held (tenant_id, burst, starts_at, count)
        select ${tenantId}, b, s, n from jsonb_to_recordset(${json(list)}) as burst(b text, s timestamptz, n bigint)
        on conflict (tenant_id, burst, starts_at)
        do update set count = held.count + excluded.count, counted_at = now()
        returning burst, starts_at::text, count`,
  );
  return new Map(counted.map((row) => [nameOfRow(row), Number(row.count)]));
}

interface OpenedCase {
  readonly id: string;
  readonly state: 'open' | 'accepted' | 'rejected';
}

/** The case of each burst, opened with the first fact beyond the cap. One that was accepted holds nothing more. */
async function openCases(tx: Executor, tenantId: TenantId, bursts: readonly Burst[]): Promise<Map<string, OpenedCase>> {
  const list = bursts.map(({ cap, key: b, startsAt, endsAt, values: v, facts }) => ({
    b,
    s: instantText(startsAt),
    e: instantText(endsAt),
    c: cap.key,
    v,
    l: cap.limit,
    n: facts.length,
  }));
  const opened = await rows<BurstRow & OpenedCase>(
    tx,
    sql`insert into activity_quarantine as held (tenant_id, burst, starts_at, ends_at, cap, "by", allowed, held)
        select ${tenantId}, b, s, e, c, v, l, n
        from jsonb_to_recordset(${json(list)}) as burst(
          b text, s timestamptz, e timestamptz, c text, v jsonb, l bigint, n bigint)
        on conflict (tenant_id, burst, starts_at) do update set
          held = held.held + case when held.state = 'accepted' then 0 else excluded.held end
        returning burst, starts_at::text, id, state`,
  );
  return new Map(opened.map((row) => [nameOfRow(row), row]));
}

async function hold(tx: Executor, tenantId: TenantId, held: readonly { fact: Fact; caseId: string }[]): Promise<void> {
  if (held.length === 0) return;
  const list = held.map(({ fact, caseId: c }) => ({ ...identityColumns(fact), t: instantText(fact.time), c }));
  await tx.execute(sql`
    insert into activity_holds (tenant_id, trust, source, id, time, case_id)
    select ${tenantId}, k, o, i, t, c
    from jsonb_to_recordset(${json(list)}) as fact(k text, o text, i text, t timestamptz, c bigint)`);
}

/** Facts that count nowhere, by identity: whether that is still to be decided, or for good. */
export type Held = ReadonlyMap<string, 'open' | 'rejected'>;

/** Those among some facts that are held. */
export async function findHeld(tx: Executor, tenantId: TenantId, facts: readonly FactIdentity[]): Promise<Held> {
  const found = await rows<FactIdentity & { state: 'open' | 'rejected' } & Record<string, unknown>>(
    tx,
    sql`select hold.trust, hold.source, hold.id, held.state from activity_holds as hold
        join jsonb_to_recordset(${json(facts.map(identityColumns))}) as wanted(k text, o text, i text)
          on hold.tenant_id = ${tenantId} and hold.trust = k and hold.source = o and hold.id = i
        join activity_quarantine as held on held.tenant_id = hold.tenant_id and held.id = hold.case_id
        where not hold.lifted`,
  );
  return new Map(found.map((row) => [identityKey(row), row.state]));
}

const identityColumns = ({ trust: k, source: o, id: i }: FactIdentity) => ({ k, o, i });
