import { sql } from 'drizzle-orm';
import { type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';

/** A recorded fact as its row has it, with its identity as one text. */
export interface PlainFact {
  readonly key: string;
  readonly type: string;
  readonly time: Micros;
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly stamps: Readonly<Record<string, unknown>>;
  /** The identity of the fact that this one reverses. */
  readonly reverses: string | null;
  readonly takenBack: bigint;
  /** A burst that was not accepted holds it: it counts nowhere. */
  readonly held: boolean;
}

interface Row extends Record<string, unknown> {
  sequence: string;
  trust: string;
  source: string;
  id: string;
  type: string;
  time: string;
  subject: string | null;
  data: Record<string, unknown>;
  stamps: Record<string, unknown> | null;
  reverses_trust: string | null;
  reverses_source: string | null;
  reverses_id: string | null;
  taken_back: string;
  held: boolean;
}

const PAGE = 2000;

const COLUMNS = sql.raw(
  'trust, source, id, type, time, subject, data, stamps, reverses_trust, reverses_source, reverses_id, taken_back',
);

const heldByACase = sql`exists (
  select 1 from activity_holds as hold join activity_quarantine as burst
    on burst.tenant_id = hold.tenant_id and burst.id = hold.case_id and burst.state <> 'accepted'
  where hold.tenant_id = fact.tenant_id and hold.trust = fact.trust and hold.source = fact.source and hold.id = fact.id)`;

async function* pages(
  tx: Executor,
  tenantId: TenantId,
  condition: ReturnType<typeof sql>,
): AsyncGenerator<PlainFact[]> {
  let last = '0';
  for (;;) {
    const page: Row[] = await rows<Row>(
      tx,
      sql`select sequence, ${COLUMNS}, ${heldByACase} as held from activity_facts as fact
          where tenant_id = ${tenantId} and sequence > ${last}::bigint and ${condition}
          order by sequence limit ${PAGE}`,
    );
    const end = page.at(-1);
    if (!end) return;
    yield page.map(plainFact);
    last = end.sequence;
  }
}

/** Every fact of a tenant, page by page. */
export const allFacts = (tx: Executor, tenantId: TenantId) => pages(tx, tenantId, sql`true`);

/** The facts that reverse another or that another reverses, page by page; some that are reversed more than once. */
export async function* tiedFacts(tx: Executor, tenantId: TenantId): AsyncGenerator<PlainFact[]> {
  for await (const reversals of pages(tx, tenantId, sql`reverses_id is not null`)) {
    yield reversals;
    yield await plainOriginals(tx, tenantId, reversals);
  }
}

/** What some facts reverse, where that reverses nothing itself. One look-up for each: the facts are many. */
async function plainOriginals(tx: Executor, tenantId: TenantId, reversals: readonly PlainFact[]): Promise<PlainFact[]> {
  const wanted = [...new Set(reversals.map(({ reverses }) => reverses))].map((key) => JSON.parse(key ?? '[]'));
  const found = await rows<Row>(
    tx,
    sql`select fact.*, ${heldByACase} as held from jsonb_array_elements(${json(wanted)}) as wanted(key)
        join activity_identities as known on known.tenant_id = ${tenantId}
          and known.trust = key ->> 0 and known.source = key ->> 1 and known.id = key ->> 2
        join lateral (
          select * from activity_facts as held
          where held.tenant_id = ${tenantId} and held.sequence = known.sequence and held.time = known.time
          limit 1) as fact on fact.reverses_id is null`,
  );
  return found.map(plainFact);
}

function plainFact(row: Row): PlainFact {
  return {
    key: JSON.stringify([row.trust, row.source, row.id]),
    type: row.type,
    time: microsOf(row.time),
    subject: row.subject,
    data: row.data,
    stamps: row.stamps ?? {},
    reverses:
      row.reverses_id === null ? null : JSON.stringify([row.reverses_trust, row.reverses_source, row.reverses_id]),
    takenBack: BigInt(row.taken_back),
    held: row.held,
  };
}
