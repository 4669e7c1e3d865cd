import type { Fold } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';

/** The row of a metric for a subject in a period and segment. */
export interface RowKey {
  readonly metricId: number;
  readonly periodId: number;
  readonly segment: string;
  readonly ref: number;
}

/** What is added to a counter row. */
export interface CounterDelta extends RowKey {
  value: bigint;
  count: bigint;
  reached: Micros;
}

/** What is added to a member that `max`, `min` or `unique` keeps. */
export interface MemberDelta extends RowKey {
  readonly member: string;
  count: bigint;
}

/** The absolute numbers of a row after a fold. */
export interface Change extends RowKey {
  readonly value: bigint;
  readonly count: bigint;
  readonly reachedAt: Micros;
}

/** What a fold came to, once its transaction commits. */
export interface Folded {
  readonly changes: readonly Change[];
  /** The ids of the changes' subjects, by surrogate. */
  readonly keys: ReadonlyMap<number, string>;
  /** The tenant's version with these changes: of two that concern the same row, the later has the higher. */
  readonly version: number;
  /** What reminds of them, if they are shown elsewhere and would not come again by themselves. */
  readonly unshown?: number | undefined;
}

interface ChangeRow extends Record<string, unknown> {
  metric_id: number;
  period_id: number;
  segment: string;
  subject_ref: string;
  value: string;
  count: string;
  reached_at: string;
}

const changeOf = (row: ChangeRow): Change => ({
  metricId: row.metric_id,
  periodId: row.period_id,
  segment: row.segment,
  ref: Number(row.subject_ref),
  value: BigInt(row.value),
  count: BigInt(row.count),
  reachedAt: microsOf(row.reached_at),
});

/** What is added to counter rows, as a relation of Postgres. */
export function counterList(deltas: readonly CounterDelta[]) {
  const list = deltas.map((delta) => ({
    m: delta.metricId,
    p: delta.periodId,
    s: delta.segment,
    r: delta.ref,
    v: `${delta.value}`,
    c: `${delta.count}`,
    t: instantText(delta.reached),
  }));
  return sql`jsonb_to_recordset(${json(list)}) as delta(m int, p int, s text, r bigint, v bigint, c bigint, t timestamptz)`;
}

/** What is added to members, as a relation of Postgres. */
export function memberList(deltas: readonly MemberDelta[]) {
  const list = deltas.map(({ metricId: m, periodId: p, segment: s, ref: r, member, count }) => ({
    m,
    p,
    s,
    r,
    member,
    c: `${count}`,
  }));
  return sql`jsonb_to_recordset(${json(list)}) as delta(m int, p int, s text, r bigint, member text, c bigint)`;
}

/** Adds to counter rows in one statement. `reached_at` only ever grows, so it commutes. */
export async function addToCounters(
  tx: Executor,
  tenantId: TenantId,
  deltas: readonly CounterDelta[],
): Promise<Change[]> {
  if (deltas.length === 0) return [];
  const changed = await rows<ChangeRow>(
    tx,
    sql`insert into metric_values as held
          (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
        select ${tenantId}, m, p, s, r, v, c, t, 1 from ${counterList(deltas)}
        on conflict (tenant_id, metric_id, period_id, segment, subject_ref) do update set
          value = held.value + excluded.value,
          count = held.count + excluded.count,
          reached_at = greatest(held.reached_at, excluded.reached_at),
          version = held.version + 1
        returning metric_id, period_id, segment, subject_ref, value, count, reached_at::text`,
  );
  return changed.map(changeOf);
}

/** The present numbers of some rows, those that there are. */
export async function readCounters(orm: Executor, tenantId: TenantId, keys: readonly RowKey[]): Promise<Change[]> {
  if (keys.length === 0) return [];
  const list = keys.map(({ metricId: m, periodId: p, segment: s, ref: r }) => ({ m, p, s, r }));
  const found = await rows<ChangeRow>(
    orm,
    sql`select metric_id, period_id, segment, subject_ref, value, count, reached_at::text
        from jsonb_to_recordset(${json(list)}) as key(m int, p int, s text, r bigint)
        join metric_values on tenant_id = ${tenantId}
          and metric_id = m and period_id = p and segment = s and subject_ref = r`,
  );
  return found.map(changeOf);
}

export async function addToMembers(tx: Executor, tenantId: TenantId, deltas: readonly MemberDelta[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx.execute(sql`
    insert into metric_members as held (tenant_id, metric_id, period_id, segment, subject_ref, member, count)
    select ${tenantId}, m, p, s, r, member, c from ${memberList(deltas)}
    on conflict (tenant_id, metric_id, period_id, segment, subject_ref, member)
    do update set count = held.count + excluded.count`);
}

/** The number that follows from the members of a row that stand. */
export const DERIVED = {
  max: sql`coalesce(max(member::bigint), 0)`,
  min: sql`coalesce(min(member::bigint), 0)`,
  unique: sql`count(member)`,
} satisfies Partial<Record<Fold, ReturnType<typeof sql>>>;

export type DerivedFold = keyof typeof DERIVED;

export function isDerived(fold: Fold): fold is DerivedFold {
  return fold in DERIVED;
}

/**
 * Computes rows from the members that stand. The rows are locked by then, so a concurrent batch that adds a member to
 * the same row computes it after this one and sees both.
 */
export async function deriveFromMembers(
  tx: Executor,
  tenantId: TenantId,
  fold: DerivedFold,
  keys: readonly RowKey[],
): Promise<Change[]> {
  if (keys.length === 0) return [];
  const list = keys.map(({ metricId: m, periodId: p, segment: s, ref: r }) => ({ m, p, s, r }));
  const changed = await rows<ChangeRow>(
    tx,
    sql`update metric_values as held set value = derived.value
        from (
          select m, p, s, r, ${DERIVED[fold]} as value
          from jsonb_to_recordset(${json(list)}) as key(m int, p int, s text, r bigint)
          left join metric_members as kept
            on kept.tenant_id = ${tenantId} and metric_id = m and period_id = p and segment = s and subject_ref = r and count > 0
          group by m, p, s, r
        ) as derived
        where held.tenant_id = ${tenantId} and held.metric_id = m and held.period_id = p and held.segment = s and held.subject_ref = r
        returning held.metric_id, held.period_id, held.segment, held.subject_ref, held.value, held.count, held.reached_at::text`,
  );
  return changed.map(changeOf);
}
