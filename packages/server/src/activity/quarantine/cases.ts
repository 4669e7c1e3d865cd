import type { HeldEvent, QuarantineCase } from '@engagement/contract';
import { type SQL, sql } from 'drizzle-orm';
import { instantText } from '../../kernel/instant.ts';
import type { TenantId } from '../../kernel/tenant.ts';
import { type Executor, rows } from '../../platform/db/database.ts';
import type { StampedFact } from '../fact.ts';
import { type FactRow, factColumns, type HeldFact, heldFact } from '../record.ts';
import { isHeld } from './hold.ts';

interface CaseRow extends Record<string, unknown> {
  id: string;
  cap: string;
  by: QuarantineCase['by'];
  allowed: string;
  held: string;
  state: QuarantineCase['state'];
  starts_at: string;
  ends_at: string;
  opened_at: string;
  decided_at: string | null;
}

const asText = (column: string) => `to_json(${column}) #>> '{}' as ${column}`;
const columns = sql.raw(
  ['id, cap, "by", allowed, held, state', ...['starts_at', 'ends_at', 'opened_at', 'decided_at'].map(asText)].join(),
);

const caseOf = ({ id, cap, by, allowed, held, state, ...at }: CaseRow): QuarantineCase => ({
  id,
  cap,
  by,
  limit: Number(allowed),
  from: at.starts_at,
  to: at.ends_at,
  held: Number(held),
  state,
  openedAt: at.opened_at,
  decidedAt: at.decided_at,
});

/** Cases below an id, newest first. */
export async function listCases(
  executor: Executor,
  tenantId: TenantId,
  { limit, below, state }: { limit: number; below: number | null; state: QuarantineCase['state'] | null },
): Promise<QuarantineCase[]> {
  const found = await rows<CaseRow>(
    executor,
    sql`select ${columns} from activity_quarantine
        where tenant_id = ${tenantId} and (${below}::bigint is null or id < ${below})
          and (${state}::text is null or state = ${state})
        order by id desc limit ${limit}`,
  );
  return found.map(caseOf);
}

export async function findCase(
  executor: Executor,
  tenantId: TenantId,
  id: string,
): Promise<QuarantineCase | undefined> {
  const [row] = await rows<CaseRow>(
    executor,
    sql`select ${columns} from activity_quarantine where tenant_id = ${tenantId} and id = ${id}::bigint`,
  );
  return row && caseOf(row);
}

export async function decideCase(
  tx: Executor,
  tenantId: TenantId,
  id: string,
  state: 'accepted' | 'rejected',
): Promise<QuarantineCase> {
  if (state === 'accepted')
    await tx.execute(sql`
      update activity_holds set lifted = true where tenant_id = ${tenantId} and case_id = ${id}::bigint`);
  const [row] = await rows<CaseRow>(
    tx,
    sql`update activity_quarantine set state = ${state}, decided_at = now()
        where tenant_id = ${tenantId} and id = ${id}::bigint returning ${columns}`,
  );
  return caseOf(row as CaseRow);
}

/** Where a page of a case's facts ends. */
export type HeldPlace = Pick<FactRow, 'time' | 'trust' | 'source' | 'id'>;

const beyond = (place: HeldPlace | null | undefined) =>
  place
    ? sql`(held.time, held.trust, held.source, held.id)
        > (${place.time}::text::timestamptz, ${place.trust}, ${place.source}, ${place.id})`
    : sql`true`;

const factsOf = (tenantId: TenantId, id: string, condition: SQL) => sql`
  from activity_holds as held
  join activity_identities as known on known.tenant_id = held.tenant_id
    and known.trust = held.trust and known.source = held.source and known.id = held.id
  join activity_facts as fact on fact.tenant_id = held.tenant_id
    and fact.sequence = known.sequence and fact.time = known.time
  where held.tenant_id = ${tenantId} and held.case_id = ${id}::bigint and ${condition}
  order by held.time, held.trust, held.source, held.id`;

/** Facts of a case after a place, oldest first. */
export async function listHeld(
  executor: Executor,
  tenantId: TenantId,
  id: string,
  { limit, after }: { limit: number; after: HeldPlace | null },
): Promise<HeldEvent[]> {
  const found = await rows<FactRow & { held: boolean }>(
    executor,
    sql`select ${factColumns}, ${isHeld} as held ${factsOf(tenantId, id, beyond(after))} limit ${limit}`,
  );
  return found.map((row) => eventOf(heldFact(row).fact, !row.held));
}

const eventOf = ({ id, source, trust, type, time, subject, data }: StampedFact, counts: boolean): HeldEvent => ({
  id,
  source,
  trust,
  type,
  time: instantText(time),
  subject,
  data,
  counts,
});

const PAGE = 2000;

/** The facts of a case that no other case holds, in pages. */
export async function* readFreed(tx: Executor, tenantId: TenantId, id: string): AsyncGenerator<HeldFact[]> {
  let last: HeldPlace | undefined;
  for (;;) {
    const page: FactRow[] = await rows<FactRow>(
      tx,
      sql`select ${factColumns} ${factsOf(tenantId, id, sql`${beyond(last)} and not ${isHeld}`)} limit ${PAGE}`,
    );
    if (page.length === 0) return;
    yield page.map(heldFact);
    last = page.at(-1);
  }
}
