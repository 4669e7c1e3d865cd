import { ACTIVITY_TYPES } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Catalogue } from '../definitions/catalogue.ts';
import { readCatalogue } from '../definitions/catalogues.ts';
import { readRevision } from '../definitions/repository.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { Database, Executor } from '../platform/db/database.ts';
import { Comparison } from './compare.ts';
import type { Difference, Proof } from './difference.ts';
import { Expectation } from './expectation.ts';
import { allFacts, tiedFacts } from './facts.ts';
import { identityDifferences } from './identities.ts';
import { beginWithSealed } from './sealed.ts';
import { readSpans, Spans } from './spans.ts';
import { Standing } from './stands.ts';

export type { Difference, Proof } from './difference.ts';

/**
 * Computes every number of a tenant again, from its facts and definitions alone, and compares with what is stored.
 * It shares no code with what folds them, so a mistake must be made twice to go unseen.
 * Where facts have been dropped it begins with what they left, and makes sure that no others are gone.
 * It reads one moment: every batch commits its facts and their numbers together, so work going on meanwhile is no
 * difference, and nothing waits for the proof.
 */
export function prove(database: Database, tenant: Tenant): Promise<Proof> {
  return database.snapshot((tx) => proveWithin(tx, tenant));
}

async function proveWithin(tx: Executor, tenant: Tenant): Promise<Proof> {
  // Before anything is read: a partition that became empty after that moment could otherwise go before it is looked at.
  await tx.execute(sql`lock table only activity_facts in access share mode`);
  const catalogue = await readCatalogue(tx, tenant.id, await readRevision(tx, tenant.id));
  const spans = new Spans(await readSpans(tx, tenant.id), new Set(catalogue.seasons.keys()));
  const standing = new Standing((type) => takesBack(catalogue, type));
  for await (const page of tiedFacts(tx, tenant.id)) for (const fact of page) standing.add(fact);

  const expectation = new Expectation(catalogue, spans);
  const sealed = await beginWithSealed(tx, tenant.id, expectation);
  const differences: Difference[] = [...(await identityDifferences(tx, tenant.id)), ...sealed.differences];
  let { checked } = sealed;
  for await (const page of allFacts(tx, tenant.id)) {
    for (const fact of page) {
      const weight = standing.weigh(fact);
      if (fact.takenBack !== weight.takenBack) {
        const [expected, found] = [`${weight.takenBack}`, `${fact.takenBack}`];
        differences.push({ kind: 'taken-back', at: `fact ${fact.key}`, expected, found });
      }
      if (!fact.held) expectation.add(fact, weight);
    }
    checked += page.length;
  }
  const comparison = new Comparison(expectation.rows, spans);
  await comparison.values(tx, tenant.id);
  await comparison.members(tx, tenant.id);
  return {
    checked: checked + comparison.checked,
    differences: [...spans.differences, ...differences, ...comparison.differences],
  };
}

const takesBack = ({ activityTypes }: Catalogue, type: string): readonly string[] =>
  activityTypes.get(type)?.reverses ?? ACTIVITY_TYPES[type]?.reverses ?? [];
