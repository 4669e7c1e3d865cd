import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rows } from '../../../../platform/db/database.ts';
import { board, metric, NOON, storedPeriods, tenantOf } from '../../../../testing/boards.ts';
import { createTestDatabase, type TestDatabase } from '../../../../testing/database.ts';
import type { BoardView } from '../standings.ts';
import { entriesOf } from './order.ts';
import { sqlStandings } from './read-board.ts';

const ENTRIES = 40_000;
const HIDDEN = 4_000;
let testDatabase: TestDatabase;
let view: BoardView;

/** Every tenth is suspended, has left or is of the staff; as many others are in a group that nobody excludes. */
beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const { orm } = testDatabase.database;
  const tenant = tenantOf(1);
  const query = { tenant, seasons: new Map(), windows: ['all-time'] as const, spec: 'all-time', at: NOON * 1000 };
  const period = await storedPeriods(testDatabase.database).findPeriod(query);
  if (!period) throw new Error('There is no period.');
  view = { tenant, board: board(), metric: metric(), period, segment: '' };
  await orm.execute(sql`
    insert into metric_subjects (tenant_id, kind, key) select 1, 'creator', 'c' || n from generate_series(1, ${ENTRIES}::int) n`);
  await orm.execute(sql`
    insert into metric_values (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
    select 1, 1, ${period.id}, '', ref, ref % 20000, 1, '2026-01-01', 1 from metric_subjects`);
  await orm.execute(sql`
    insert into leaderboard_visibility (tenant_id, subject_ref, groups, suspended, opted_out)
    select 1, ref, case when ref % 10 = 5 then '{beta}' when ref % 30 = 0 then '{beta,staff}' else '{}' end::text[],
      ref % 30 = 10, ref % 30 = 20 from metric_subjects where ref % 5 = 0`);
  await orm.execute(sql`analyze`);
});
afterAll(() => testDatabase.drop());

test('a page from the top looks up those that it passes, however many are hidden', async () => {
  const [row] = await rows<{ 'QUERY PLAN': unknown }>(
    testDatabase.database.orm,
    sql`explain (analyze, buffers, format json) ${entriesOf(view)} order by score desc limit 11`,
  );
  const plan = row?.['QUERY PLAN'];
  const [{ Plan }] = (typeof plan === 'string' ? JSON.parse(plan) : plan) as [{ Plan: Record<string, number> }];
  expect((Plan['Shared Hit Blocks'] ?? 0) + (Plan['Shared Read Blocks'] ?? 0)).toBeLessThan(200);
});

test('the total and the ranks are those of all the others', async () => {
  const reading = await sqlStandings(testDatabase.database.orm).read(view, { kind: 'top', limit: 20 }, [
    'c20000',
    'c19995',
  ]);
  expect(reading.total).toBe(ENTRIES - HIDDEN);
  expect(reading.asked.map(({ id }) => id)).toEqual(['c19995']);
  const refs = reading.rows.map(({ id }) => Number(id.slice(1)));
  expect(refs).toHaveLength(20);
  expect(refs.filter((ref) => ref % 10 === 0)).toEqual([]);
  expect(reading.rows.slice(0, 4).map(({ rank }) => rank)).toEqual([1, 1, 3, 3]);
});
