import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase, refund } from '../testing/events.ts';
import { prove } from './index.ts';

let engine: TestEngine;

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };

beforeAll(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: {
      metrics: [
        { key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum', windows: ['all-time', 'day'] },
        { key: 'dearest', subject: 'creator', sources: [sold], fold: 'max', windows: ['all-time'] },
      ],
    },
  });
  const at = '2026-11-20T10:00:00.000001Z';
  await engine.send(
    ...[
      purchase('p1', 1000, { at }),
      purchase('p2', 400, { at: '2026-11-22T10:00:00Z' }),
      purchase('p3', 7, { at, creator: 'c2' }),
    ],
    ...[refund('r1', 'p1', 250, { at }), refund('r2', 'p2', undefined, { at })],
  );
});
afterAll(() => engine.close());

const findings = async () =>
  (await prove(engine.database, engine.tenant)).differences.map(({ kind, at, expected, found }) =>
    [kind, at, expected, found].join(' | '),
  );

test('numbers that follow from the facts have no differences, and everything has been looked at', async () => {
  // 5 facts; revenue of c1 in three periods and of c2 in two, dearest of both; members of dearest: 1000, 400 and 7.
  expect(await prove(engine.database, engine.tenant)).toEqual({ checked: 5 + 5 + 2 + 3, differences: [] });
});

const c1 = sql`subject_ref = (select ref from metric_subjects where key = 'c1')`;
const revenue = sql`metric_id = (select id from metrics where key = 'revenue') and ${c1}`;
const allTime = sql`period_id = (select id from metric_periods where key = 'all-time')`;
const day = sql`period_id = (select id from metric_periods where key = '2026-11-20')`;

test.each([
  [
    'a value',
    sql`update metric_values set value = value + 1 where ${revenue} and ${allTime}`,
    'value | revenue of c1, all-time | 750 | 751',
  ],
  [
    'a count',
    sql`update metric_values set count = 2 where ${revenue} and ${day}`,
    'count | revenue of c1, day 2026-11-20 | 1 | 2',
  ],
  [
    'a microsecond of reached_at',
    sql`update metric_values set reached_at = reached_at + interval '1 microsecond' where ${revenue} and ${day}`,
    'reached-at | revenue of c1, day 2026-11-20 | 2026-11-20T10:00:00.000001Z | 2026-11-20T10:00:00.000002Z',
  ],
  [
    'a lost row',
    sql`delete from metric_values where ${revenue} and ${day}`,
    'missing | revenue of c1, day 2026-11-20 | 750 from 1 facts | ',
  ],
  [
    'a row of a segment that nobody keeps',
    sql`insert into metric_values select tenant_id, metric_id, period_id, 'user.country:DE', subject_ref, 5, 1, reached_at, 1
        from metric_values where ${revenue} and ${day}`,
    'extra | revenue of c1, day 2026-11-20, user.country:DE |  | 5 from 1 facts',
  ],
  [
    'a row of a metric that is gone',
    sql`insert into metric_values select tenant_id, 999, period_id, segment, subject_ref, value, count, reached_at, 1
        from metric_values where ${revenue} and ${day}`,
    'extra | metric 999 of c1, day 2026-11-20 |  | 750 from 1 facts',
  ],
  [
    'what is taken back',
    sql`update activity_facts set taken_back = 251 where id = 'p1'`,
    'taken-back | fact ["server","shop","p1"] | 250 | 251',
  ],
  [
    'a member',
    sql`update metric_members set count = 2 where member = '7'`,
    'member | 7 in dearest of c2, all-time | 1 | 2',
  ],
  [
    'a lost member',
    sql`delete from metric_members where member = '1000'`,
    'member | 1000 in dearest of c1, all-time | 1 | ',
  ],
  [
    'an invented member',
    sql`insert into metric_members select tenant_id, metric_id, period_id, segment, subject_ref, '8', 1 from metric_members where member = '7'`,
    'member | 8 in dearest of c2, all-time | 0 | 1',
  ],
])('%s that is wrong is named', async (_what, corrupt, finding) => {
  await undone(corrupt, async () => expect(await findings()).toEqual([finding]));
});

test('periods that overlap, and facts that fall in none, are named', async () => {
  await undone(sql`update metric_periods set ends_at = '2026-11-23' where key = '2026-11-20'`, async () => {
    expect(await findings()).toContainEqual(expect.stringMatching(/^period \| day 2026-11-20 .* then 2026-11-22/));
  });
  await undone(sql`update metric_periods set ends_at = '2026-11-20' where key = '2026-11-20'`, async () => {
    expect(await findings()).toContainEqual(
      'period | day of fact ["server","shop","p1"] | a stored day that holds 2026-11-20T10:00:00.000001Z | ',
    );
  });
});

/** Corrupts, looks, and puts everything back as it was. */
async function undone(corrupt: ReturnType<typeof sql>, look: () => Promise<void>): Promise<void> {
  const tables = ['metric_values', 'metric_members', 'activity_facts', 'metric_periods'];
  const { orm } = engine.database;
  for (const table of tables) await orm.execute(sql.raw(`create table kept_${table} as table ${table}`));
  try {
    await orm.execute(corrupt);
    await look();
  } finally {
    for (const table of tables) {
      await orm.execute(sql.raw(`delete from ${table}`));
      await orm.execute(sql.raw(`insert into ${table} overriding system value table kept_${table}`));
      await orm.execute(sql.raw(`drop table kept_${table}`));
    }
  }
}
