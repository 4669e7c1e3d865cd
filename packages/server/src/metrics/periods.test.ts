import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { instantText, type Micros, microsOf } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { openDatabase, rows } from '../platform/db/database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { findPeriod } from './find-period.ts';
import type { StoredPeriod } from './period.ts';
import { Periods } from './periods.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
});
afterAll(() => db.drop());

let lastTenant = 0;
const tenantIn = (zone: string): Tenant => {
  lastTenant += 1;
  const id = lastTenant as TenantId;
  return { id, key: `market-${id}`, name: 'Market', zone, currency: 'EUR', mode: 'test' };
};

const short = (at: Micros | null) => (at === null ? 'ever' : instantText(at).replace(':00.000000Z', 'Z'));
const shown = (period: StoredPeriod | null) =>
  period && `${period.key} ${short(period.startsAt)} ${short(period.endsAt)}`;

const days = async (tenant: Tenant, ...instants: string[]) => {
  const periods = new Periods(db.database.orm);
  const found: (string | null)[] = [];
  for (const at of instants) found.push(shown(await periods.at(tenant, 'day', microsOf(at))));
  return found;
};

test('a day without facts stays a day of its own, in whatever order the days around it are stored', async () => {
  const tenant = tenantIn('Europe/Berlin');
  expect(await days(tenant, '2026-11-01T12:00:00Z', '2026-11-03T12:00:00Z', '2026-11-02T12:00:00Z')).toEqual([
    '2026-11-01 2026-10-31T23:00Z 2026-11-01T23:00Z',
    '2026-11-03 2026-11-02T23:00Z 2026-11-03T23:00Z',
    '2026-11-02 2026-11-01T23:00Z 2026-11-02T23:00Z',
  ]);
});

test('boundaries are computed once: another process and another zone find them as they were stored', async () => {
  const tenant = tenantIn('Europe/Berlin');
  const [stored] = await days(tenant, '2026-11-01T12:00:00Z');
  expect(await days({ ...tenant, zone: 'Asia/Tokyo' }, '2026-11-01T12:00:00Z')).toEqual([stored]);
});

test.each([
  // Berlin's Sunday ends at 23:00 UTC; Tokyo's Monday began eight hours before that, Los Angeles' ten hours after.
  ['Asia/Tokyo', '2026-11-02 2026-11-01T23:00Z 2026-11-02T15:00Z', '2026-11-03 2026-11-02T15:00Z 2026-11-03T15:00Z'],
  [
    'America/Los_Angeles',
    '2026-11-02 2026-11-01T23:00Z 2026-11-03T08:00Z',
    '2026-11-03 2026-11-03T08:00Z 2026-11-04T08:00Z',
  ],
])(
  'a new zone, %s, applies from the next day on, and the one in between absorbs the difference',
  async (zone, between, next) => {
    const tenant = tenantIn('Europe/Berlin');
    await days(tenant, '2026-11-01T12:00:00Z');
    const moved = { ...tenant, zone };
    expect(await days(moved, '2026-11-03T10:00:00Z', '2026-11-01T23:00:00Z', '2026-11-02T12:00:00Z')).toEqual([
      next,
      between,
      between,
    ]);
  },
);

test('a zone on the other side of the date line leaves neither a gap nor an overlap', async () => {
  const tenant = tenantIn('Pacific/Kiritimati');
  const [first] = await days(tenant, '2026-11-01T12:00:00Z');
  expect(first).toBe('2026-11-02 2026-11-01T10:00Z 2026-11-02T10:00Z');
  const moved = { ...tenant, zone: 'Etc/GMT+12' };
  expect(await days(moved, '2026-11-02T10:00:00Z', '2026-11-04T12:00:00Z')).toEqual([
    '2026-11-03 2026-11-02T10:00Z 2026-11-04T12:00Z',
    '2026-11-04 2026-11-04T12:00Z 2026-11-05T12:00Z',
  ]);
});

test('processes that store neighbouring periods at once, one of them in the old zone still, leave no gap', async () => {
  const others = [0, 1, 2, 3].map(() => openDatabase({ url: db.url, applicationName: 'test', maxConnections: 2 }));
  const tenant = tenantIn('Europe/Berlin');
  const zones = ['Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles', 'Europe/Berlin'];
  const processes = others.map(({ orm }) => new Periods(orm));
  await Promise.all(
    Array.from({ length: 60 }, (_, hour) => {
      const process = hour % 4;
      const at = microsOf('2026-11-01T00:00:00Z') + hour * 3_600_000_000;
      return processes[process]?.at({ ...tenant, zone: zones[process] ?? '' }, 'day', at);
    }),
  );
  await Promise.all(others.map((other) => other.close()));
  const gaps = await rows(
    db.database.orm,
    sql`select * from (select key, ends_at, lead(starts_at) over (order by key) as next from metric_periods where tenant_id = ${tenant.id}) as span
        where ends_at <> next`,
  );
  expect(gaps).toEqual([]);
});

const SEASONS = new Map(
  [
    { key: 'spring-2027', name: 'Spring', start: '2027-03-28T02:30', end: '2027-06-01T00:00' },
    { key: 'winter-2027', name: 'Winter', start: '2027-12-01T00:00', end: '2028-01-01T00:00' },
  ].map((season) => [season.key, { ...season, graceHours: 24, reviewHours: 0 }]),
);

const find = (
  tenant: Tenant,
  spec: string | undefined,
  at: string,
  windows = ['week', 'day', 'month', 'season', 'all-time'],
) =>
  findPeriod(new Periods(db.database.orm), {
    tenant,
    seasons: SEASONS,
    windows: windows as never,
    spec,
    at: microsOf(at),
  });

test('a period is found by its window, the one before it, its key, or nothing', async () => {
  const tenant = tenantIn('Europe/Berlin');
  const at = '2027-01-05T12:00:00Z';
  const week = '2027-W01 2027-01-03T23:00Z 2027-01-10T23:00Z';
  const last = '2026-W53 2026-12-27T23:00Z 2027-01-03T23:00Z';
  expect(shown(await find(tenant, undefined, at))).toBe(week);
  expect(shown(await find(tenant, 'week', at))).toBe(week);
  expect(shown(await find(tenant, 'week:previous', at))).toBe(last);
  expect(shown(await find(tenant, '2026-W53', at))).toBe(last);
  expect(shown(await find(tenant, 'month:previous', at))).toBe('2026-12 2026-11-30T23:00Z 2026-12-31T23:00Z');
  expect(shown(await find(tenant, '2026-12', at))).toBe('2026-12 2026-11-30T23:00Z 2026-12-31T23:00Z');
  expect(shown(await find(tenant, 'day', at))).toBe('2027-01-05 2027-01-04T23:00Z 2027-01-05T23:00Z');
  expect(shown(await find(tenant, 'all-time', at))).toBe('all-time ever ever');
});

test('what names no period finds none', async () => {
  const tenant = tenantIn('Europe/Berlin');
  const at = '2027-01-05T12:00:00Z';
  await find(tenant, 'week', at);
  for (const spec of [
    'week:',
    'week:next',
    'week:previous:previous',
    'all-time:previous',
    'spring-2027:previous',
    '2026-W52',
    'nonsense',
    '2027-W01:previous',
    ':previous',
    '',
  ])
    expect([spec, await find(tenant, spec, at)]).toEqual([spec, null]);
  expect(await find(tenant, '2027-W01', at, ['day'])).toBeNull();
  expect(await find(tenant, 'spring-2027', at, ['day'])).toBeNull();
});

test('the season that runs is the last that has begun, else the first to come; it begins where its local time does', async () => {
  const tenant = tenantIn('Europe/Berlin');
  const spring = 'spring-2027 2027-03-28T01:00Z 2027-05-31T22:00Z';
  expect(shown(await find(tenant, 'season', '2027-01-01T00:00:00Z'))).toBe(spring);
  expect(shown(await find(tenant, 'season', '2027-03-28T01:00:00Z'))).toBe(spring);
  expect(shown(await find(tenant, 'season', '2027-09-01T00:00:00Z'))).toBe(spring);
  expect(shown(await find(tenant, 'season', '2027-12-24T00:00:00Z'))).toBe(
    shown(await find(tenant, 'winter-2027', '2027-01-01T00:00:00Z')),
  );
});
