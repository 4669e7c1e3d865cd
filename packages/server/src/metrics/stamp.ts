import type { ProfileKind } from '@engagement/contract';
import type { Fact, StampedFact } from '../activity/fact.ts';
import type { TenantId } from '../kernel/tenant.ts';
import type { CompiledCatalogue, StampField } from './compile.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What the metrics ask of the profiles. */
export interface ProfileAttributes {
  /** The attributes of profiles of one kind, by id; profiles that do not exist are left out. */
  attributes(tenantId: TenantId, kind: ProfileKind, ids: readonly string[]): Promise<Map<string, Attributes>>;
}

/** Writes the profile fields that the definitions read onto each fact, as they are at this moment. */
export async function stampFacts(
  tenantId: TenantId,
  compiled: CompiledCatalogue,
  facts: readonly Fact[],
  profiles: ProfileAttributes,
): Promise<StampedFact[]> {
  const fieldsOf = (fact: Fact): readonly StampField[] => compiled.stamps.get(fact.type) ?? [];
  const wanted = new Map<ProfileKind, Set<string>>();
  for (const fact of facts) {
    for (const { kind, subject } of fieldsOf(fact)) {
      const key = subject(fact);
      if (key !== undefined) wanted.set(kind, (wanted.get(kind) ?? new Set()).add(key));
    }
  }
  const known = new Map<ProfileKind, Map<string, Attributes>>();
  for (const [kind, keys] of wanted) known.set(kind, await profiles.attributes(tenantId, kind, [...keys]));
  return facts.map((fact) => ({ ...fact, stamps: stampsOf(fact, fieldsOf(fact), known) }));
}

function stampsOf(
  fact: Fact,
  fields: readonly StampField[],
  known: ReadonlyMap<string, ReadonlyMap<string, Attributes>>,
) {
  const stamps: Record<string, string | number | boolean> = {};
  for (const { field, kind, attribute, subject } of fields) {
    const attributes = known.get(kind)?.get(subject(fact) ?? '');
    const value = attributes && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (value !== undefined) stamps[field] = value;
  }
  return Object.keys(stamps).length > 0 ? stamps : null;
}
