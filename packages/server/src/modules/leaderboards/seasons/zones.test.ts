import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instantText, type Micros, microsOf } from '../../../kernel/instant.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import { rows } from '../../../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { salesOver, schedulerOf } from '../../../testing/seasons.ts';
import { runSeasons } from './jobs.ts';

const MINUTE = 60_000;
const WINDOWS = ['day', 'week', 'month'] as const;

/** The zone, the local end of a season, when that is, and what is awkward about it. */
const INSTANTS = [
  ['America/Santiago', '2027-09-05T00:00', '2027-09-05T04:00Z', 'no midnight'],
  ['Africa/Cairo', '2027-04-30T00:00', '2027-04-29T22:00Z', 'no midnight'],
  ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45Z', 'half an hour twice'],
  ['Australia/Lord_Howe', '2027-10-03T02:15', '2027-10-02T15:30Z', 'half an hour missing'],
  ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:00Z', 'an hour missing'],
  ['Europe/Berlin', '2027-10-31T02:30', '2027-10-31T00:30Z', 'an hour twice'],
  ['America/Santiago', '2027-04-03T23:30', '2027-04-04T02:30Z', 'the hour before midnight twice'],
  ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:00Z', 'an hour missing'],
  ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30Z', 'an hour twice'],
  // What Morocco does in 2027 depends on the edition of the zone data; this is history.
  ['Africa/Casablanca', '2026-02-15T02:30', '2026-02-15T01:30Z', 'back before Ramadan'],
  ['Africa/Casablanca', '2026-03-22T02:30', '2026-03-22T02:00Z', 'forth after Ramadan'],
  ['Europe/Berlin', '2028-02-29T00:00', '2028-02-28T23:00Z', 'leap day'],
  ['Europe/Berlin', '2028-03-01T00:00', '2028-02-29T23:00Z', 'the day after leap day'],
  ['Europe/Berlin', '2028-01-01T00:00', '2027-12-31T23:00Z', 'new year'],
] as const;

let engine: TestEngine;
beforeAll(async () => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl') });
});
afterAll(() => engine.close());

const short = (at: Micros | null | undefined) => instantText(at ?? 0).replace(':00.000000Z', 'Z');

async function tenantIn(zone: string, end: string, board: object = {}): Promise<Tenant> {
  const tenant = { ...(await engine.addTenant()), zone };
  const seasons = [
    { key: 'first', start: '2025-06-01T00:00', end },
    { key: 'second', start: end, end: '2028-06-01T00:00' },
  ];
  await engine.apply(salesOver(seasons, board), { to: tenant });
  return tenant;
}

const find = async (tenant: Tenant, windows: readonly ('day' | 'week' | 'month' | 'season')[], at: Micros) => {
  const { seasons } = await engine.catalogues.current(tenant.id);
  const period = await engine.metrics.findPeriod({ tenant, seasons, windows, spec: undefined, at });
  if (!period) throw new Error('There is no period.');
  return { period, next: await engine.metrics.nextPeriod(tenant, seasons, period) };
};

const sealsOf = (tenant: Tenant) =>
  rows<{ season: string }>(
    engine.database.orm,
    sql`select season from leaderboard_seals where tenant_id = ${tenant.id} order by sealed_at`,
  );

describe.each(INSTANTS)('%s, a season that ends at %s (%s): %s', (zone, local, instant) => {
  test('is sealed by itself in the minute of that instant, once, by two schedulers', async () => {
    const tenant = await tenantIn(zone, local);
    const end = Date.parse(instant);
    const clock = new ManualClock(end - 35 * MINUTE);
    const schedulers = [0, 1].map(() => schedulerOf(engine, { tenant, clock }));
    const seen: string[] = [];
    for (let minute = -35; minute <= 35; minute++) {
      await Promise.all(schedulers.map(runSeasons));
      const sealed = await sealsOf(tenant);
      if (sealed.length > seen.length) seen.push(short(clock.now() * 1000), ...sealed.map(({ season }) => season));
      clock.advance(MINUTE);
    }
    expect(seen).toEqual([short(end * 1000), 'first']);
    const [entry] = await rows<{ count: string }>(
      engine.database.orm,
      sql`select count(*) from tenant_audit_log where tenant_id = ${tenant.id} and action = 'season.sealed'`,
    );
    expect(entry?.count).toBe('1');
  }, 60_000);

  test('resets each window once, where the last one ends, and says so beforehand', async () => {
    const tenant = await tenantIn(zone, local);
    const from = Date.parse(instant) - 30 * 60 * MINUTE;
    for (const window of [...WINDOWS, 'season'] as const) {
      let before = await find(tenant, [window], from * 1000);
      const resets: string[] = [];
      for (let at = from; at <= from + 60 * 60 * MINUTE; at += MINUTE) {
        const now = await find(tenant, [window], at * 1000);
        if (now.period.key === before.period.key) continue;
        resets.push(now.period.key);
        // What was promised, without a gap or an overlap, and in the very minute.
        expect([window, short(now.period.startsAt)]).toEqual([window, short(at * 1000)]);
        expect(now.period.startsAt).toBe(before.period.endsAt);
        expect(before.next).toMatchObject({
          key: now.period.key,
          startsAt: now.period.startsAt,
          endsAt: now.period.endsAt,
        });
        before = now;
      }
      expect(new Set(resets).size).toBe(resets.length);
      if (window === 'season') expect(resets).toEqual(['second']);
      if (window === 'day') expect(resets.length).toBeGreaterThanOrEqual(2);
    }
  }, 60_000);
});

test('a tenant that changes its zone in the middle of a season: boundaries stand, the next day absorbs the difference', async () => {
  const berlin = await tenantIn('Europe/Berlin', '2027-07-01T00:00');
  const end = microsOf('2027-06-30T22:00:00Z');
  expect((await find(berlin, ['season'], end - 1)).period).toMatchObject({ key: 'first', endsAt: end });
  const today = await find(berlin, ['day'], microsOf('2027-06-15T12:00:00Z'));
  expect(today.next).toMatchObject({ key: '2027-06-16', endsAt: microsOf('2027-06-16T22:00:00Z') });

  const tokyo = { ...berlin, zone: 'Asia/Tokyo' };
  const still = await find(tokyo, ['day'], microsOf('2027-06-15T12:00:00Z'));
  expect(still.period).toEqual(today.period);
  const between = { key: '2027-06-16', startsAt: today.period.endsAt, endsAt: microsOf('2027-06-16T15:00:00Z') };
  expect(still.next).toMatchObject(between);
  expect((await find(tokyo, ['day'], microsOf('2027-06-16T12:00:00Z'))).period).toMatchObject(between);

  // The season is sealed at the instant that was stored, not at Tokyo's midnight, seven hours earlier.
  const clock = new ManualClock(Date.parse('2027-06-30T15:00:00Z'));
  const scheduler = schedulerOf(engine, { tenant: tokyo, clock });
  await runSeasons(scheduler);
  expect(await sealsOf(tokyo)).toEqual([]);
  clock.advance(7 * 60 * MINUTE - 1);
  await runSeasons(scheduler);
  expect(await sealsOf(tokyo)).toEqual([]);
  clock.advance(1);
  await runSeasons(scheduler);
  expect(await sealsOf(tokyo)).toEqual([{ season: 'first' }]);
});

test('what comes next is not stored by being shown: a change of zone still moves it', async () => {
  const berlin = await tenantIn('Europe/Berlin', '2027-07-01T00:00');
  const at = microsOf('2027-03-10T12:00:00Z');
  expect((await find(berlin, ['month'], at)).next).toMatchObject({
    key: '2027-04',
    endsAt: microsOf('2027-04-30T22:00:00Z'),
  });
  const stored = await rows<{ key: string }>(
    engine.database.orm,
    sql`select key from metric_periods where tenant_id = ${berlin.id} and "window" = 'month'`,
  );
  expect(stored).toEqual([{ key: '2027-03' }]);
  const tokyo = await find({ ...berlin, zone: 'Asia/Tokyo' }, ['month'], at);
  expect(tokyo.next).toMatchObject({
    key: '2027-04',
    startsAt: tokyo.period.endsAt,
    endsAt: microsOf('2027-04-30T15:00:00Z'),
  });
});

test('a scheduler that was away seals everything that has become due, each once', async () => {
  const tenant = await tenantIn('Europe/Berlin', '2027-07-01T00:00');
  const clock = new ManualClock(Date.parse('2027-06-30T21:00:00Z'));
  await runSeasons(schedulerOf(engine, { tenant, clock }));
  clock.advance(400 * 24 * 60 * MINUTE);
  await Promise.all([0, 1, 2].map(() => runSeasons(schedulerOf(engine, { tenant, clock }))));
  expect(await sealsOf(tenant)).toHaveLength(2);
});
