import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Database, openDatabase, rows } from '../../../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts';
import { purchase, refund } from '../../../testing/events.ts';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { salesOver, schedulerOf } from '../../../testing/seasons.ts';
import { runSeasons } from './jobs.ts';

const SPRING = { key: 'spring', start: '2027-03-01T00:00', end: '2027-06-01T00:00' };

let engine: TestEngine;
/** The scheduler's own: it does not wait for a connection of the worker's. */
let other: Database;
const clock = new ManualClock(Date.parse('2027-05-20T12:00:00Z'));
beforeAll(async () => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), clock, definitions: salesOver([SPRING]) });
  other = openDatabase({ url: engine.url, applicationName: 'test-scheduler', maxConnections: 2 });
});
afterAll(async () => {
  await other.close();
  await engine.close();
});

/** Every third sale is refunded. */
const SALES = Array.from({ length: 40 }, (_, n) => ({
  id: `sale-${n}`,
  amount: 10 + n,
  refund: n % 3 === 0 ? `refund-${n}` : null,
}));

test.each([2, 20, 45])(
  'facts recorded before the seal count and none after, with batches in flight: after %i of them',
  async (count) => {
    const tenant = await engine.addTenant();
    const at = '2027-05-20T12:00:00Z';
    clock.advance(Date.parse(at) - clock.now());
    const events = SALES.flatMap(({ id, amount, refund: refundId }, n) => [
      purchase(id, amount, { creator: `c${n % 4}`, at }),
      ...(refundId ? [refund(refundId, id, undefined, { at })] : []),
    ]);
    const facts = await engine.accept(events);
    await runSeasons(schedulerOf(engine, { tenant, clock }));
    clock.advance(Date.parse('2027-06-01T00:00:00Z') - clock.now());

    /** By the fact that was recorded. */
    const versions = new Map<string, number>();
    let seal = Number.NaN;
    const announce = async (...asked: Parameters<typeof engine.metrics.announce>) => {
      seal = await engine.metrics.announce(...asked);
    };
    const record = async (fact: (typeof facts)[number]) => {
      const { folds } = await engine.recorder.recordAll(tenant, [fact], 'http');
      versions.set(fact.id, folds[0]?.version ?? Number.NaN);
    };
    // However slow the scheduler is, one comes after it.
    const recording = facts.slice(0, -1).map(record);
    while (versions.size < count) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([runSeasons(schedulerOf(engine, { tenant, clock, announce, database: other })), ...recording]);
    await Promise.all(facts.slice(-1).map(record));

    const counted = (id: string | null) => id !== null && (versions.get(id) ?? Number.NaN) < seal;
    const standing = SALES.filter(({ id, refund: refundId }) => counted(id) && !counted(refundId));
    const [archived] = await rows<{ sum: string }>(
      engine.database.orm,
      sql`select coalesce(sum(score), 0)::text as sum from leaderboard_archive_entries
          where tenant_id = ${tenant.id} and segment = ''`,
    );
    expect(archived?.sum).toBe(`${standing.reduce((sum, { amount }) => sum + amount, 0)}`);
    // The seal fell among the batches.
    expect([...versions.values()].some((version) => version > seal)).toBe(true);
    expect([...versions.values()].some((version) => version < seal)).toBe(true);
  },
  60_000,
);
