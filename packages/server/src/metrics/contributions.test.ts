import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Fact, identityKey } from '../activity/fact.ts';
import type { FactPlace } from '../activity/facts-behind.ts';
import { microsOf } from '../kernel/instant.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { factSets, SAID_AT } from '../testing/fact-sets.ts';
import { COUNTRIES, RICH_DEFINITIONS } from '../testing/rich-definitions.ts';
import type { FactShare, NumberOf } from './contributions.ts';
import type { StoredPeriod } from './period.ts';
import { type PeriodRow, storedPeriod } from './store-period.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: RICH_DEFINITIONS,
    attributes: COUNTRIES,
    clock: { now: () => SAID_AT },
  });
});
afterAll(() => engine.close());

interface ValueRow extends PeriodRow {
  metric: string;
  subject: string;
  segment: string;
  value: string;
  count: string;
  reached_at: string;
}

const spanOf = ({ startsAt, endsAt }: StoredPeriod) => ({ from: startsAt, until: endsAt });

/** Every number of a tenant, and how many facts stand for it. */
async function numbersOf(tenant: Tenant): Promise<{ name: string; number: NumberOf; count: number }[]> {
  const { metrics } = await engine.catalogues.current(tenant.id);
  const found = await rows<ValueRow>(
    engine.database.orm,
    sql`select p.id, p."window", p.key, p.starts_at, p.ends_at, m.key as metric, s.key as subject, segment, value, count, reached_at::text
        from metric_values v
        join metrics m on m.tenant_id = v.tenant_id and m.id = v.metric_id
        join metric_periods p on p.tenant_id = v.tenant_id and p.id = v.period_id
        join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
        where v.tenant_id = ${tenant.id}`,
  );
  return found.map((row) => ({
    name: `${row.metric} of ${row.subject} in ${row.key} ${row.segment}`,
    number: {
      metric: metrics.get(row.metric)!,
      subject: row.subject,
      spans: [spanOf(storedPeriod(row))],
      segment: row.segment,
      value: BigInt(row.value),
      reachedAt: microsOf(row.reached_at),
    },
    count: Number(row.count),
  }));
}

async function sharesOf(tenant: Tenant, number: NumberOf, limit: number): Promise<FactShare[]> {
  const catalogue = await engine.catalogues.current(tenant.id);
  const contributions = engine.metrics.contributions(engine.database.orm, catalogue, number);
  const shares: FactShare[] = [];
  for (let after: FactPlace | null = null; ; ) {
    const page = await contributions.page(after, limit);
    expect(page.shares.length).toBeLessThanOrEqual(limit);
    shares.push(...page.shares);
    after = page.next;
    if (after === null) return shares;
  }
}

const stands = ({ taken }: FactShare) => taken.back < taken.of;

test('the shares of all facts add up to the number, whatever it folds and whatever was taken back or reinstated', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(factSets, fc.integer({ min: 2, max: 7 }), async (said, limit) => {
      const tenant = await engine.addTenant();
      const facts: Fact[] = [];
      for (const { trust, event } of said) facts.push(...(await engine.accept([event], { trust })));
      await engine.recorder.recordAll(tenant, facts, 'test');
      for (const { name, number, count } of await numbersOf(tenant)) {
        const shares = await sharesOf(tenant, number, limit);
        const sum = shares.reduce((all, { contributes }) => all + contributes, 0n);
        expect([name, sum]).toEqual([name, number.value]);
        expect([name, shares.filter(stands).length]).toEqual([name, count]);
        expect(new Set(shares.map(({ fact }) => identityKey(fact))).size).toBe(shares.length);
        const times = shares.map(({ fact }) => fact.time);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        for (const { fact, taken, reversals } of shares) {
          const own = reversals.filter(({ reverses }) => identityKey(reverses) === identityKey(fact));
          const wanted = own.reduce((all, { taken: { back, of } }) => all + of - back, 0n);
          expect([name, taken.back]).toEqual([name, wanted < taken.of ? wanted : taken.of]);
        }
        seen += shares.length;
      }
    }),
    { numRuns: 4 },
  );
  expect(seen).toBeGreaterThan(150);
}, 120_000);
