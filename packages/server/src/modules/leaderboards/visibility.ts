import { sql } from 'drizzle-orm';
import type { TenantId } from '../../kernel/tenant.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';

/** What may keep a subject off boards. */
export interface Visibility {
  readonly ref: number;
  readonly groups: readonly string[];
  readonly suspended: boolean;
  /** false: it wishes not to be ranked. */
  readonly listed: boolean;
}

/**
 * Notes what may keep subjects off boards, and forgets those whom nothing can.
 * Answers the refs of those for whom something has changed. The caller announces it.
 */
export async function noteVisibility(
  tx: Executor,
  tenantId: TenantId,
  subjects: readonly Visibility[],
): Promise<number[]> {
  if (subjects.length === 0) return [];
  const list = subjects.toSorted((a, b) => a.ref - b.ref).map(({ ref, ...rest }) => ({ r: ref, ...rest }));
  const changed = await rows<{ ref: string }>(
    tx,
    sql`with given as materialized (
      select r, array(select jsonb_array_elements_text(groups)) as held, suspended, not listed as opted_out
      from jsonb_to_recordset(${json(list)}) as subject(r bigint, groups jsonb, suspended boolean, listed boolean)
    ), freed as (
      delete from leaderboard_visibility v using given
      where v.tenant_id = ${tenantId} and v.subject_ref = r
        and cardinality(held) = 0 and not given.suspended and not given.opted_out
      returning v.subject_ref as ref
    ), kept as (
      insert into leaderboard_visibility as v (tenant_id, subject_ref, "groups", suspended, opted_out)
      select ${tenantId}, r, held, suspended, opted_out from given
      where cardinality(held) > 0 or suspended or opted_out
      on conflict (tenant_id, subject_ref) do update set
        "groups" = excluded."groups", suspended = excluded.suspended, opted_out = excluded.opted_out
      where (v."groups", v.suspended, v.opted_out)
        is distinct from (excluded."groups", excluded.suspended, excluded.opted_out)
      returning v.subject_ref as ref
    )
    select ref from freed union all select ref from kept`,
  );
  return changed.map(({ ref }) => Number(ref));
}
