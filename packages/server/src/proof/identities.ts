import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';
import type { Difference } from './difference.ts';

const SHOWN = 100;

interface Named extends Record<string, unknown> {
  trust: string;
  source: string;
  id: string;
}

const nameOf = ({ trust, source, id }: Named) => `fact ${JSON.stringify([trust, source, id])}`;

/** Facts that are not what their identities say, and facts that are gone though nobody dropped them. */
export async function identityDifferences(tx: Executor, tenantId: TenantId): Promise<Difference[]> {
  const strange = await rows<Named>(
    tx,
    sql`select fact.trust, fact.source, fact.id from activity_facts as fact
        left join activity_identities as known on known.tenant_id = fact.tenant_id and known.trust = fact.trust
          and known.source = fact.source and known.id = fact.id and known.sequence = fact.sequence and known.time = fact.time
          and known.content = activity_content(fact.type, fact.time, fact.subject, fact.data,
            fact.reverses_trust, fact.reverses_source, fact.reverses_id)
        where fact.tenant_id = ${tenantId} and known.sequence is null limit ${SHOWN}`,
  );
  const isGone = sql`known.tenant_id = ${tenantId} and not exists (
    select 1 from activity_facts as fact
    where fact.tenant_id = ${tenantId} and fact.sequence = known.sequence and fact.time = known.time)`;
  const [account] = await rows<{ gone: string; dropped: string; before: string | null }>(
    tx,
    sql`select (select count(*) from activity_identities as known where ${isGone}) as gone,
          coalesce((select facts from activity_dropped where tenant_id = ${tenantId}), 0) as dropped,
          (select before from activity_dropped where tenant_id = ${tenantId}) as before`,
  );
  const lost = await rows<Named>(
    tx,
    sql`select trust, source, id from activity_identities as known
        where ${isGone} and time >= coalesce(${account?.before ?? null}::timestamptz, '-infinity') limit ${SHOWN}`,
  );
  const differences: Difference[] = [
    ...strange.map((row) => differ(nameOf(row), 'what its identity says', 'another')),
    ...lost.map((row) => differ(nameOf(row), 'a fact', null)),
  ];
  if (account && account.gone !== account.dropped) {
    differences.push(differ('facts that are gone', account.dropped, account.gone));
  }
  return differences;
}

const differ = (at: string, expected: string, found: string | null): Difference => ({
  kind: 'fact',
  at,
  expected,
  found,
});
