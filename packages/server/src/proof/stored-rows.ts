import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, rows } from '../platform/db/database.ts';

/** Where a stored number is. */
export interface Place extends Record<string, unknown> {
  metric_id: number;
  period_id: number;
  segment: string;
  subject_ref: string;
  /** Null when the subject or the metric is not known any more. */
  subject: string | null;
  metric: string | null;
}

export interface ValueRow extends Place {
  value: string;
  count: string;
  reached_at: string;
}

export interface MemberRow extends Place {
  member: string;
  count: string;
}

export const rowName = (metric: number, period: number, segment: string, subject: string) =>
  JSON.stringify([metric, period, segment, subject]);

export const nameOf = (row: Place) =>
  rowName(row.metric_id, row.period_id, row.segment, row.subject ?? `subject ${row.subject_ref}`);

const PAGE = 5000;

/** What a table of values holds beside the place. */
export const VALUE = { columns: sql`held.value, held.count, held.reached_at`, member: sql`''::text` };
/** What a table of members holds beside the place. */
export const MEMBER = { columns: sql`held.member, held.count`, member: sql`held.member` };

/** The rows of a table, in the order of its key. */
export async function* pages<Row extends Place>(
  tx: Executor,
  tenantId: TenantId,
  table: string,
  { columns, member }: typeof VALUE,
): AsyncGenerator<Row> {
  let last = [0, 0, '', '0', ''] as [number, number, string, string, string];
  for (;;) {
    const page = await rows<Row>(
      tx,
      sql`select held.metric_id, held.period_id, held.segment, held.subject_ref,
            subject.key as subject, metric.key as metric, ${columns}
          from ${sql.identifier(table)} as held
          left join metrics as metric on metric.tenant_id = held.tenant_id and metric.id = held.metric_id
          left join metric_subjects as subject on subject.tenant_id = held.tenant_id and subject.ref = held.subject_ref
          where held.tenant_id = ${tenantId}
            and (held.metric_id, held.period_id, held.segment, held.subject_ref, ${member})
              > (${last[0]}::int, ${last[1]}::int, ${last[2]}::text, ${last[3]}::bigint, ${last[4]}::text)
          order by held.metric_id, held.period_id, held.segment, held.subject_ref, ${member}
          limit ${PAGE}`,
    );
    const end = page.at(-1);
    if (!end) return;
    yield* page;
    last = [end.metric_id, end.period_id, end.segment, end.subject_ref, `${end.member ?? ''}`];
  }
}
