import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import { ownAmount } from './amount.ts';
import { type FactIdentity, identityKey, type Movement } from './fact.ts';
import { isHeld } from './quarantine/hold.ts';
import { type FactRow, factColumns, findFacts, type HeldFact, heldFact } from './record.ts';
import { amountsOf, type ReversalRules } from './reversal.ts';

const PAGE = 2000;

/**
 * Every recorded fact of some types that is not held, in pages, as if it had just been recorded with what is taken back
 * of it by now.
 */
export async function* readFactsOfTypes(
  tx: Executor,
  tenantId: TenantId,
  types: readonly string[],
  rules: ReversalRules,
): AsyncGenerator<Movement[]> {
  const counting = sql`type in (select jsonb_array_elements_text(${json(types)})) and not ${isHeld}`;
  for await (const page of pagesOf(tx, tenantId, counting)) {
    const amountOf = amountsOf(await withOriginals(tx, tenantId, page.filter(borrows)), rules);
    yield page.map(({ fact, takenBack }) => ({
      fact,
      before: null,
      after: { back: takenBack, of: amountOf(fact) },
    }));
  }
}

/** Every recorded reversal of some types, in pages. */
export function readReversalsOfTypes(tx: Executor, tenantId: TenantId, types: readonly string[]) {
  const ofTypes = sql`reverses_id is not null and type in (select jsonb_array_elements_text(${json(types)}))`;
  return pagesOf(tx, tenantId, ofTypes);
}

async function* pagesOf(
  tx: Executor,
  tenantId: TenantId,
  condition: ReturnType<typeof sql>,
): AsyncGenerator<HeldFact[]> {
  let last = '0';
  for (;;) {
    const page: FactRow[] = await rows<FactRow>(
      tx,
      sql`select ${factColumns} from activity_facts as fact
          where tenant_id = ${tenantId} and sequence > ${last}::bigint and ${condition}
          order by sequence limit ${PAGE}`,
    );
    const end = page.at(-1);
    if (!end) return;
    yield page.map(heldFact);
    last = end.sequence;
  }
}

/** Some recorded facts by identity, the facts that they take back, and so on up. */
export async function findWithOriginals(
  executor: Executor,
  tenantId: TenantId,
  identities: readonly FactIdentity[],
): Promise<HeldFact[]> {
  return withOriginals(executor, tenantId, await findFacts(executor, tenantId, identities));
}

/** A reversal without an amount has its original's. Only what is partly taken back needs to know. */
const borrows = ({ fact, takenBack }: HeldFact) =>
  takenBack > 0n && ownAmount(fact) === undefined && fact.reverses !== null;

/** Some facts, the facts that they reverse, those that these reverse, and so on. */
async function withOriginals(tx: Executor, tenantId: TenantId, facts: readonly HeldFact[]): Promise<HeldFact[]> {
  const found = new Map(facts.map((held) => [identityKey(held.fact), held]));
  let edge = facts;
  while (edge.length > 0) {
    const wanted = edge.map(({ fact }) => fact.reverses).filter((identity) => identity !== null);
    const originals = wanted.length > 0 ? await findFacts(tx, tenantId, wanted) : [];
    edge = originals.filter(({ fact }) => !found.has(identityKey(fact)));
    for (const held of edge) found.set(identityKey(held.fact), held);
  }
  return [...found.values()];
}
