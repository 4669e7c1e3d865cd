import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Fact, identityKey } from '../activity/fact.ts';
import type { Outcome } from '../activity/recorder.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { lockTenant } from '../platform/db/tenant-lock.ts';
import { prove } from '../proof/index.ts';
import { batchesOf, deliveries } from '../testing/deliveries.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { factSets, SAID_AT, type Said } from '../testing/fact-sets.ts';
import { COUNTRIES, RICH_DEFINITIONS } from '../testing/rich-definitions.ts';
import { valuesOf } from '../testing/values.ts';

let engine: TestEngine;
let other: Awaited<ReturnType<TestEngine['startAnother']>>;
let now = SAID_AT;

beforeAll(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: RICH_DEFINITIONS,
    attributes: COUNTRIES,
    clock: { now: () => now },
  });
  other = await engine.startAnother();
});
afterAll(async () => {
  await other.stop();
  await engine.close();
});

async function factsOf(said: readonly Said[]): Promise<Fact[]> {
  now = SAID_AT;
  const facts: Fact[] = [];
  for (const { trust, event } of said) facts.push(...(await engine.accept([event], { trust })));
  return facts;
}

/** Lets go what is from before a month of 2026, or all of it; `months` after September. */
async function drop(tenant: Tenant, months: number): Promise<void> {
  now = Date.UTC(2027, 1 + months, 3);
  await engine.retention.run(tenant, 'operator:test');
}

interface Delivered {
  /** What became of each fact when it came first. */
  readonly fates: ReadonlyMap<string, Outcome>;
  /** Reversals that were recorded though what they take back was gone. */
  readonly late: ReadonlySet<string>;
}

/** Records batches, with drops before some of them. */
async function deliver(
  tenant: Tenant,
  batches: readonly Fact[][],
  drops: readonly (number | null)[],
): Promise<Delivered> {
  const fates = new Map<string, Outcome>();
  const late = new Set<string>();
  for (const [index, batch] of batches.entries()) {
    const months = drops[index % drops.length];
    if (typeof months === 'number') await drop(tenant, months);
    const { outcomes } = await (index % 2 === 0 ? engine : other).recorder.recordAll(tenant, batch, 'log');
    for (const [key, outcome] of outcomes) if (!fates.has(key)) fates.set(key, outcome);
    for (const key of await bereft(tenant)) late.add(key);
  }
  return { fates, late };
}

/** Facts that are there and reverse one that has been dropped. */
async function bereft({ id }: Tenant): Promise<string[]> {
  const found = await rows<{ trust: 'server'; source: string; id: string }>(
    engine.database.orm,
    sql`select r.trust, r.source, r.id from activity_facts r
        join activity_identities o on o.tenant_id = r.tenant_id
          and (o.trust, o.source, o.id) = (r.reverses_trust, r.reverses_source, r.reverses_id)
        where r.tenant_id = ${id}
          and not exists (select 1 from activity_facts f where f.tenant_id = ${id} and f.sequence = o.sequence)`,
  );
  return found.map(identityKey);
}

async function rebuild(tenant: Tenant): Promise<void> {
  const { database, metrics, catalogues } = engine;
  await database.transaction(async (tx) => {
    await lockTenant(tx, tenant.id, 'exclusive');
    const catalogue = await catalogues.within(tx, tenant.id);
    await metrics.rebuild(tx, tenant, catalogue, [...catalogue.metrics.keys()]);
  });
}

const differencesOf = async (tenant: Tenant) => (await prove(engine.database, tenant)).differences;
const lettersOf = (tenant: Tenant) =>
  rows(
    engine.database.orm,
    sql`select reason, detail, payload from dead_letters
        where tenant_id = ${tenant.id} and reason not in ('conflict', 'original-dropped') order by 1, 3`,
  );

/** What a tenant that keeps everything must be told to have the same numbers. */
const remembered = (facts: readonly Fact[], { fates, late }: Delivered): Fact[] =>
  facts
    .filter((fact) => fates.get(identityKey(fact)) === 'recorded')
    .map((fact) =>
      late.has(identityKey(fact)) ? { ...fact, reverses: { trust: 'server', source: 'shop', id: 'gone' } } : fact,
    );

const SEED = Date.now() % 2 ** 31;
const plans = factSets.chain((said) =>
  fc.record({
    said: fc.constant(said),
    delivery: deliveries(said.length),
    drops: fc.array(fc.option(fc.integer({ min: 0, max: 2 }), { freq: 2 }), { minLength: 3, maxLength: 8 }),
  }),
);

/** Drops that come between facts and their reversals, which chance alone brings in two plans of five. */
const biting = fc.sample(plans, { seed: 3, numRuns: 1 }).map((plan) => [plan] as [typeof plan]);

test.each(['set-aside', 'record'] as const)(
  `dropping facts at any time changes no number, whatever comes in which order; reversals that come too late: %s (seed ${SEED})`,
  async (lateReversals) => {
    let [drops, tooLate] = [0, 0];
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const facts = await factsOf(plan.said);
        const [tenant, keeper] = [await engine.addTenant(), await engine.addTenant()];
        await engine.apply({ retention: { keepMonths: 4, lateReversals } }, { to: tenant });
        const delivered = await deliver(tenant, batchesOf(facts, plan.delivery), plan.drops);
        await engine.recorder.recordAll(keeper, remembered(facts, delivered), 'log');
        const expected = await valuesOf(engine.database, keeper.id);
        expect(await valuesOf(engine.database, tenant.id)).toEqual(expected);
        expect(await differencesOf(tenant)).toEqual([]);
        if (lateReversals === 'set-aside') expect(await lettersOf(tenant)).toEqual(await lettersOf(keeper));

        await drop(tenant, 2);
        await rebuild(tenant);
        expect(await valuesOf(engine.database, tenant.id)).toEqual(expected);
        expect(await differencesOf(tenant)).toEqual([]);

        // Dropped or not, each is known again, and other content stands against it.
        const recorded = facts.filter((fact) => delivered.fates.get(identityKey(fact)) === 'recorded');
        const again = await engine.recorder.recordAll(tenant, recorded, 'log');
        expect(new Set(again.outcomes.values())).toEqual(new Set(['duplicate']));
        const forged = await other.recorder.recordAll(
          tenant,
          recorded.map((fact) => ({ ...fact, time: fact.time + 1 })),
          'log',
        );
        expect(new Set(forged.outcomes.values())).toEqual(new Set(['conflict']));
        expect(await valuesOf(engine.database, tenant.id)).toEqual(expected);

        drops += await droppedOf(tenant);
        tooLate += delivered.late.size + facts.length - recorded.length;
      }),
      { numRuns: 4, seed: SEED, examples: biting, endOnFailure: true },
    );
    // It must have bitten.
    expect(drops).toBeGreaterThan(10);
    expect(tooLate).toBeGreaterThan(0);
  },
  120_000,
);

async function droppedOf({ id }: Tenant): Promise<number> {
  const [row] = await rows<{ facts: string }>(
    engine.database.orm,
    sql`select facts from activity_dropped where tenant_id = ${id}`,
  );
  return Number(row?.facts ?? 0);
}
