import type { TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import { identityKey } from './fact.ts';
import { loadFamily, noteTakenBack } from './family.ts';
import { readReversalsOfTypes } from './read-facts.ts';
import { type ReversalRules, settle } from './reversal.ts';

/**
 * Settles anew what reversals of some types are tied to, after the rules of what takes back what have changed.
 * The numbers follow when they are rebuilt. The caller holds the tenant's lock alone.
 */
export async function resettle(
  tx: Executor,
  tenantId: TenantId,
  types: readonly string[],
  rules: ReversalRules,
): Promise<void> {
  const settled = new Set<string>();
  for await (const page of readReversalsOfTypes(tx, tenantId, types)) {
    const members = page.filter(({ fact }) => !settled.has(identityKey(fact)));
    const family = await loadFamily(tx, tenantId, members);
    await noteTakenBack(tx, tenantId, settle(family, new Set(), rules).movements);
    for (const { fact } of family) settled.add(identityKey(fact));
  }
}
