import type { Cap } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { rows } from '../../platform/db/database.ts';
import { prove } from '../../proof/index.ts';
import { createTestEngine, type TestEngine } from '../../testing/engine.ts';
import { factSets, SAID_AT, type Said } from '../../testing/fact-sets.ts';
import { COUNTRIES, RICH_DEFINITIONS } from '../../testing/rich-definitions.ts';
import { type Fact, identityKey } from '../fact.ts';
import { burstsOf } from './caps.ts';

const CAPS: Cap[] = [
  { key: 'users', types: ['purchase.completed', 'game.played'], by: ['subject'], limit: 1, per: 'day' },
  { key: 'creators', types: ['purchase.completed'], by: ['data.creatorId', 'data.currency'], limit: 1, per: 'day' },
  { key: 'games', types: ['game.played', 'review.submitted'], by: ['source', 'subject'], limit: 1, per: 'hour' },
];

let engine: TestEngine;
let other: Awaited<ReturnType<TestEngine['startAnother']>>;

beforeAll(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: RICH_DEFINITIONS,
    attributes: COUNTRIES,
    clock: { now: () => SAID_AT },
  });
  other = await engine.startAnother();
});
afterAll(async () => {
  await other.stop();
  await engine.close();
});

async function cappedTenant(): Promise<Tenant> {
  const tenant = await engine.addTenant();
  await engine.apply({ caps: CAPS }, { to: tenant });
  return tenant;
}

/** Facts of a few days, so that many of them are the same to a cap. */
const factsOf = async (said: readonly Said[]): Promise<Fact[]> => {
  const facts: Fact[] = [];
  for (const { trust, event } of said) facts.push(...(await engine.accept([event], { trust })));
  const [start, span] = [SAID_AT * 1000, 2 * 86_400_000_000];
  return facts.map((fact) => ({ ...fact, time: start - (fact.time % span) }));
};

const differencesOf = async (tenant: Tenant) => (await prove(engine.database, tenant)).differences;

/** Every number, and what is taken back. */
async function outcome({ id }: Tenant) {
  const read = (statement: ReturnType<typeof sql>) => rows(engine.database.orm, statement);
  return {
    values: await read(sql`
      select m.key as metric, p."window", p.key as period, segment, s.key as subject, value, count, reached_at
      from metric_values v
      join metrics m on m.tenant_id = v.tenant_id and m.id = v.metric_id
      join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
      join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
      where v.tenant_id = ${id} order by 1, 2, 3, 4, 5`),
    takenBack: await read(
      sql`select id, taken_back from activity_facts where tenant_id = ${id} order by trust, source, id`,
    ),
  };
}

/** Two processes deliver batches of random sizes at once, some of them twice. */
async function deliver(tenant: Tenant, facts: readonly Fact[], sizes: readonly number[]): Promise<void> {
  const batches: Fact[][] = [];
  for (let start = 0; start < facts.length; ) {
    const size = sizes[batches.length % sizes.length] ?? 1;
    batches.push(facts.slice(start, start + size));
    start += size;
  }
  const again = batches.filter((_, index) => index % 3 === 0);
  await Promise.all(
    [engine.recorder, other.recorder, engine.recorder].map(async (recorder, process) => {
      for (const [index, batch] of [...batches, ...again].entries())
        if (index % 3 === process) await recorder.recordAll(tenant, batch, 'log');
    }),
  );
}

const openCases = (tenant: Tenant) => engine.quarantine.list(tenant.id, { limit: 1000, below: null, state: 'open' });

/** Decides about every open case, in an order that the numbers give. */
async function decideAll(tenant: Tenant, numbers: readonly number[], isAccepted: (n: number) => boolean) {
  const drawn = (index: number) => numbers[index % numbers.length] ?? 0;
  const cases = (await openCases(tenant)).map((one, index) => ({ ...one, n: drawn(index) }));
  for (const { id, n } of cases.toSorted((a, b) => a.n - b.n))
    await engine.quarantine[isAccepted(n) ? 'accept' : 'reject'](tenant, id, 'operator:test');
  return cases.length;
}

async function rebuild(tenant: Tenant): Promise<void> {
  await engine.database.transaction(async (tx) => {
    const catalogue = await engine.catalogues.within(tx, tenant.id);
    await engine.metrics.rebuild(tx, tenant, catalogue, [...catalogue.metrics.keys()]);
  });
}

const plans = factSets.chain((said) =>
  fc.record({
    said: fc.constant(said),
    order: fc.shuffledSubarray([...said.keys()], { minLength: said.length }),
    sizes: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 8 }),
    /** What has come before the first verdicts. */
    before: fc.nat({ max: said.length }),
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  }),
);

const SEED = Date.now() % 2 ** 31;

test(`what is accepted counts as if it never had been held, whenever it comes and is decided (seed ${SEED})`, async () => {
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(plans, async ({ said, order, sizes, before, numbers }) => {
      const facts = await factsOf(said);
      const [plain, capped] = [await engine.addTenant(), await cappedTenant()];
      await deliver(plain, facts, sizes);
      const expected = await outcome(plain);

      const shuffled = order.map((index) => facts[index] as Fact);
      await deliver(capped, shuffled.slice(0, before), sizes);
      expect(await differencesOf(capped)).toEqual([]);
      decided += await decideAll(capped, numbers, () => true);
      await deliver(capped, shuffled.slice(before), sizes);
      expect(await differencesOf(capped)).toEqual([]);
      decided += await decideAll(capped, numbers, () => true);
      expect(await outcome(capped)).toEqual(expected);
      expect(await differencesOf(capped)).toEqual([]);
      await rebuild(capped);
      expect((await outcome(capped)).values).toEqual(expected.values);
    }),
    { numRuns: 3, seed: SEED, endOnFailure: true },
  );
  expect(decided).toBeGreaterThan(0);
}, 120_000);

test(`with any verdicts the numbers are those of the facts that no case keeps out (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(plans, async ({ said, order, sizes, before, numbers }) => {
      const facts = await factsOf(said);
      const tenant = await cappedTenant();
      const shuffled = order.map((index) => facts[index] as Fact);
      await deliver(tenant, shuffled.slice(0, before), sizes);
      await decideAll(tenant, numbers, (n) => n % 2 === 0);
      await deliver(tenant, shuffled.slice(before), sizes);
      expect(await differencesOf(tenant)).toEqual([]);
      await decideAll(tenant, numbers, (n) => n % 3 === 0);
      expect(await differencesOf(tenant)).toEqual([]);
      const { values } = await outcome(tenant);
      await rebuild(tenant);
      expect((await outcome(tenant)).values).toEqual(values);
    }),
    { numRuns: 3, seed: SEED, endOnFailure: true },
  );
}, 120_000);

test(`as many are held as go beyond a cap, whatever their order, batches and processes (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(plans, async ({ said, order, sizes }) => {
      const facts = await factsOf(said);
      const tenant = await cappedTenant();
      await deliver(
        tenant,
        order.map((index) => facts[index] as Fact),
        sizes,
      );
      const catalogue = await engine.catalogues.current(tenant.id);
      const once = [...new Map(facts.map((fact) => [identityKey(fact), fact])).values()];
      const expected = burstsOf(catalogue, once)
        .map(({ cap, values, facts: { length } }) => ({ cap: cap.key, by: values, held: length - cap.limit }))
        .filter(({ held }) => held > 0);
      const found = (await openCases(tenant)).map(({ cap, by, held }) => ({ cap, by, held }));
      const sorted = (list: readonly object[]) => list.map(canonicalJson).toSorted();
      expect(sorted(found)).toEqual(sorted(expected));
    }),
    { numRuns: 3, seed: SEED, endOnFailure: true },
  );
}, 120_000);
