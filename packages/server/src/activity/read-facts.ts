import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { ownAmount } from './amount.ts';
import { identityKey } from './fact.ts';
import { type FactRow, factColumns, findFacts, type HeldFact, heldFact } from './record.ts';

/** A recorded fact, how much of it is taken back, and how much there is. */
export interface MeasuredFact extends HeldFact {
  readonly amount: bigint;
}

const PAGE = 2000;

/** Every recorded fact of some types, in pages. */
export async function* readFactsOfTypes(
  tx: Executor,
  tenantId: TenantId,
  types: readonly string[],
): AsyncGenerator<MeasuredFact[]> {
  let last = { trust: '', source: '', id: '' };
  for (;;) {
    const page = await rows<FactRow>(
      tx,
      sql`select ${factColumns} from activity_facts as fact
          where tenant_id = ${tenantId}
            and (trust, source, id) > (${last.trust}, ${last.source}, ${last.id})
            and type in (select jsonb_array_elements_text(${json(types)}))
          order by trust, source, id limit ${PAGE}`,
    );
    if (page.length === 0) return;
    yield await measure(tx, tenantId, page.map(heldFact));
    last = page.at(-1) ?? last;
  }
}

/** A reversal without an amount has its original's. Only what is partly taken back needs to know. */
async function measure(tx: Executor, tenantId: TenantId, facts: readonly HeldFact[]): Promise<MeasuredFact[]> {
  const borrowers = facts.filter(
    (held) => held.takenBack > 0n && ownAmount(held.fact) === undefined && held.fact.reverses !== null,
  );
  if (borrowers.length === 0) return facts.map((held) => ({ ...held, amount: ownAmount(held.fact) ?? 1n }));
  const originals = await findFacts(
    tx,
    tenantId,
    borrowers.map(({ fact }) => fact.reverses).filter((identity) => identity !== null),
  );
  const measured = await measure(tx, tenantId, originals);
  const amounts = new Map(measured.map(({ fact, amount }) => [identityKey(fact), amount]));
  return facts.map((held) => ({
    ...held,
    amount:
      ownAmount(held.fact) ?? (held.fact.reverses ? amounts.get(identityKey(held.fact.reverses)) : undefined) ?? 1n,
  }));
}
