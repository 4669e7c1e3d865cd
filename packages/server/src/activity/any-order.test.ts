import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Tenant } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { batchesOf, deliveries } from '../testing/deliveries.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { factSets, SAID_AT, type Said } from '../testing/fact-sets.ts';
import { COUNTRIES, RICH_DEFINITIONS } from '../testing/rich-definitions.ts';
import { valuesOf } from '../testing/values.ts';
import type { Fact } from './fact.ts';
import type { Recorder } from './recorder.ts';

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

const factsOf = async (said: readonly Said[]): Promise<Fact[]> => {
  const facts: Fact[] = [];
  for (const { trust, event } of said) facts.push(...(await engine.accept([event], { trust })));
  return facts;
};

/** All that must be the same whatever the order: numbers, what is taken back, what waits, what was reported. */
async function outcome({ id }: Tenant) {
  const read = (statement: ReturnType<typeof sql>) => rows(engine.database.orm, statement);
  return {
    values: await valuesOf(engine.database, id),
    takenBack: await read(
      sql`select id, taken_back from activity_facts where tenant_id = ${id} order by trust, source, id`,
    ),
    awaiting: await read(sql`select id from activity_awaiting where tenant_id = ${id} order by 1`),
    reports: await read(sql`
      select reason, detail, payload from dead_letters where tenant_id = ${id} and reason <> 'conflict' order by 1, 3`),
  };
}

const differencesOf = async (tenant: Tenant) => (await prove(engine.database, tenant)).differences;

async function deliver(recorders: readonly Recorder[], tenant: Tenant, batches: readonly Fact[][]): Promise<void> {
  await Promise.all(
    recorders.map(async (recorder, process) => {
      for (const [index, batch] of batches.entries())
        if (index % recorders.length === process) await recorder.recordAll(tenant, batch, 'log');
    }),
  );
}

const SEED = Date.now() % 2 ** 31;

test(`the numbers follow from the set of facts, whatever their order, batches, repeats and processes (seed ${SEED})`, async () => {
  const plan = factSets.chain((said) => fc.tuple(fc.constant(said), deliveries(said.length), deliveries(said.length)));
  await fc.assert(
    fc.asyncProperty(plan, async ([said, one, two]) => {
      const facts = await factsOf(said);
      const [plain, shuffled, parallel] = [
        await engine.addTenant(),
        await engine.addTenant(),
        await engine.addTenant(),
      ];
      await deliver([engine.recorder], plain, [facts]);
      expect(await differencesOf(plain)).toEqual([]);
      const expected = await outcome(plain);

      await deliver([other.recorder], shuffled, batchesOf(facts, one));
      expect(await outcome(shuffled)).toEqual(expected);

      await deliver(
        [engine.recorder, other.recorder, engine.recorder, other.recorder],
        parallel,
        batchesOf(facts, two),
      );
      expect(await outcome(parallel)).toEqual(expected);
      expect(await differencesOf(parallel)).toEqual([]);
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
}, 60_000);

test('other content under an id that is taken changes nothing, and is set aside once', async () => {
  await fc.assert(
    fc.asyncProperty(
      factSets.chain((said) => fc.tuple(fc.constant(said), deliveries(said.length))),
      async ([said, delivery]) => {
        const tenant = await engine.addTenant();
        const facts = await factsOf(said);
        await deliver([engine.recorder], tenant, [facts]);
        const expected = await outcome(tenant);
        const forged = facts.map((fact) => ({ ...fact, time: fact.time + 1 }));
        await deliver([engine.recorder, other.recorder], tenant, batchesOf(forged, delivery));
        expect(await outcome(tenant)).toEqual(expected);
        expect(await differencesOf(tenant)).toEqual([]);
        const [letters] = await rows(
          engine.database.orm,
          sql`select count(*)::int as count from dead_letters where tenant_id = ${tenant.id} and reason = 'conflict'`,
        );
        expect(letters).toEqual({ count: facts.length });
      },
    ),
    { numRuns: 2, seed: SEED, endOnFailure: true },
  );
}, 60_000);
