import { sql } from 'drizzle-orm';
import { type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';

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

const everyFact = sql`true`;
const tiedByReversals = sql`(
  fact.reverses_id is not null or exists (
    select 1 from activity_facts as other
    where other.tenant_id = fact.tenant_id and other.reverses_trust = fact.trust
      and other.reverses_source = fact.source and other.reverses_id = fact.id))`;

const heldByACase = sql`exists (
  select 1 from activity_holds as hold join activity_quarantine as burst
    on burst.tenant_id = hold.tenant_id and burst.id = hold.case_id and burst.state <> 'accepted'
  where hold.tenant_id = fact.tenant_id and hold.trust = fact.trust and hold.source = fact.source and hold.id = fact.id)`;

async function* pages(tx: Executor, tenantId: TenantId, condition: typeof everyFact): AsyncGenerator<PlainFact[]> {
  let last: Pick<Row, 'trust' | 'source' | 'id'> = { trust: '', source: '', id: '' };
  for (;;) {
    const page: Row[] = await rows<Row>(
      tx,
      sql`select trust, source, id, type, time, subject, data, stamps, reverses_trust, reverses_source, reverses_id, taken_back,
            ${heldByACase} as held
          from activity_facts as fact
          where tenant_id = ${tenantId} and ${condition}
            and (trust, source, id) > (${last.trust}, ${last.source}, ${last.id})
          order by trust, source, id limit ${PAGE}`,
    );
    if (page.length === 0) return;
    yield page.map(plainFact);
    last = page.at(-1) ?? last;
  }
}

/** Every fact of a tenant, page by page. */
export const allFacts = (tx: Executor, tenantId: TenantId) => pages(tx, tenantId, everyFact);

/** The facts that reverse another or that another reverses, page by page. */
export const tiedFacts = (tx: Executor, tenantId: TenantId) => pages(tx, tenantId, tiedByReversals);

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
