import type { Profile, ProfileInput, ProfileKind } from '@engagement/contract';
import { and, eq, sql } from 'drizzle-orm';
import type { TenantId } from '../../kernel/tenant.ts';
import { type Executor, json, rows } from '../../platform/db/database.ts';
import type { Rankable } from './ports.ts';
import { profiles } from './schema.ts';

export interface StoredChange {
  readonly ref: number;
  readonly fields: ProfileInput;
}

/** What a board shows of a subject. */
export interface Description {
  readonly name: string | null;
  readonly image: string | null;
  readonly url: string | null;
}

type StoredProfile = Omit<Profile, 'id'>;

/** Applies each change to its profile, new or not. The refs must be distinct. */
export async function applyChanges(tx: Executor, tenantId: TenantId, changes: readonly StoredChange[]): Promise<void> {
  const wanted = json(changes.toSorted((a, b) => a.ref - b.ref));
  // The row comes first, so that two writers of a new profile meet on it and neither undoes the other's fields.
  await tx.execute(sql`
    insert into profiles (tenant_id, subject_ref, "groups", attributes)
    select ${tenantId}, (change->>'ref')::bigint, '{}', '{}' from jsonb_array_elements(${wanted}) as change
    order by 2 on conflict do nothing`);
  await tx.execute(sql`
    update profiles set
      name = case when fields ? 'name' then fields->>'name' else name end,
      image = case when fields ? 'image' then fields->>'image' else image end,
      url = case when fields ? 'url' then fields->>'url' else url end,
      "groups" = case when fields ? 'groups'
        then array(select jsonb_array_elements_text(fields->'groups')) else "groups" end,
      attributes = coalesce(fields->'attributes', attributes),
      suspended = coalesce((fields->>'suspended')::boolean, suspended),
      listed = coalesce((fields->>'listed')::boolean, listed),
      updated_at = now()
    from jsonb_array_elements(${wanted}) as change, lateral (select change->'fields' as fields) as given
    where tenant_id = ${tenantId} and subject_ref = (change->>'ref')::bigint`);
}

export async function findProfile(
  executor: Executor,
  tenantId: TenantId,
  ref: number,
): Promise<StoredProfile | undefined> {
  const { name, image, url, groups, attributes, suspended, listed } = profiles;
  const [row] = await executor
    .select({ name, image, url, groups, attributes, suspended, listed })
    .from(profiles)
    .where(and(eq(profiles.tenantId, tenantId), eq(profiles.subjectRef, ref)));
  return row as StoredProfile | undefined;
}

/** What profiles say about being ranked. */
export async function findRankable(
  executor: Executor,
  tenantId: TenantId,
  refs: readonly number[],
): Promise<Rankable[]> {
  if (refs.length === 0) return [];
  const { subjectRef: ref, groups, suspended, listed } = profiles;
  return executor
    .select({ ref, groups, suspended, listed })
    .from(profiles)
    .where(
      and(eq(profiles.tenantId, tenantId), sql`${ref} in (select jsonb_array_elements_text(${json(refs)})::bigint)`),
    );
}

/** Whether a user wishes to be ranked. */
export async function isListed(executor: Executor, tenantId: TenantId, user: string): Promise<boolean> {
  const [row] = await rows<{ listed: boolean }>(executor, sql`select p.listed ${profilesOf(tenantId, 'user', [user])}`);
  return row?.listed ?? true;
}

/** What is known of subjects, by their ids; those without a profile are left out. */
export async function describe(
  executor: Executor,
  tenantId: TenantId,
  kind: string,
  ids: readonly string[],
): Promise<Map<string, Description>> {
  const found = await rows<Description & Record<'key', string> & Record<string, unknown>>(
    executor,
    sql`select s.key, p.name, p.image, p.url ${profilesOf(tenantId, kind, ids)}`,
  );
  return new Map(found.map(({ key, ...description }) => [key, description]));
}

const profilesOf = (tenantId: TenantId, kind: string, ids: readonly string[]) =>
  sql`from metric_subjects s join profiles p on p.tenant_id = s.tenant_id and p.subject_ref = s.ref
      where s.tenant_id = ${tenantId} and s.kind = ${kind} and s.key in (select jsonb_array_elements_text(${json(ids)}))`;

/** The attributes of those subjects that have a profile. */
export async function attributesOf(
  executor: Executor,
  tenantId: TenantId,
  kind: ProfileKind,
  keys: readonly string[],
): Promise<Map<string, Profile['attributes']>> {
  const found = await rows<{ key: string; attributes: Profile['attributes'] }>(
    executor,
    sql`select s.key, p.attributes ${profilesOf(tenantId, kind, keys)}`,
  );
  return new Map(found.map(({ key, attributes }) => [key, attributes]));
}
