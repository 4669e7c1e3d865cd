import { readFileSync } from 'node:fs';
import type { Window } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import { rows } from '../../platform/db/database.ts';
import {
  board,
  boardService,
  metric,
  NOON,
  periodIdOf,
  publishable,
  putValues,
  storedPeriods,
  TestCatalogues,
  tenantOf,
} from '../../testing/boards.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { averageScore, growthScore } from './domain.ts';
import { definitionOf } from './prior-definition.ts';
import { entriesOf } from './standings/sql/order.ts';

interface Numbers {
  readonly id: string;
  readonly sum?: number | bigint;
  readonly count?: number;
  readonly now?: number | bigint;
  readonly before?: number | bigint;
}

interface Vector {
  readonly about: string;
  readonly board: Partial<StoredBoard>;
  readonly metric: Pick<StoredMetric, 'fold' | 'scale'>;
  readonly mean?: { sum: number; count: number };
  readonly entries: readonly Numbers[];
  readonly order: readonly { id: string; score: number; rank: number }[];
}

const file = new URL('../../../../contract/vectors/board-scores.json', import.meta.url);
const vectors = (JSON.parse(readFileSync(file, 'utf8')) as { boards: Vector[] }).boards;

const tenant = tenantOf(1);
const catalogues = new TestCatalogues();
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
});
afterAll(() => db.drop());

beforeEach(async () => {
  for (const table of ['metric_values', 'leaderboard_priors']) {
    await db.database.orm.execute(sql`delete from ${sql.identifier(table)}`);
  }
});

/** Sets up a board of all time, or for growth of this week, in which Monday is over at noon of Tuesday. */
async function setUp({ board: fields, metric: kept, mean, entries }: Omit<Vector, 'about' | 'order'>) {
  const made = metric({ ...kept, windows: ['all-time', 'day'] });
  const windows: Window[] = [fields.score === 'growth' ? 'week' : 'all-time'];
  catalogues.metrics = [made];
  catalogues.boards = [board({ ...fields, windows })];
  const put = async (window: 'all-time' | 'day', at: number, values: Parameters<typeof putValues>[2]) =>
    putValues(db.database, { tenant, periodId: await periodIdOf(db.database, tenant, window, at) }, values);
  if (fields.score === 'growth') {
    const yesterday = NOON - 24 * 3_600_000;
    const told = entries.map(({ id, now = 0, before = 0 }) => ({ id, now, before }));
    await put(
      'day',
      yesterday,
      told.map(({ id, now }) => ({ id, value: now })),
    );
    await put(
      'day',
      yesterday - 7 * 24 * 3_600_000,
      told.map(({ id, before }) => ({ id, value: before })),
    );
  } else {
    await put(
      'all-time',
      NOON,
      entries.map(({ id, sum = 0, count = 1 }) => ({ id, value: sum, count })),
    );
  }
  if (mean) {
    await db.database.orm.execute(sql`insert into leaderboard_priors (tenant_id, metric_id, sum, count, definition, taken_at)
      values (${tenant.id}, ${made.id}, ${mean.sum}, ${mean.count}, ${definitionOf(made)}, now())`);
  }
}

const request = { board: 'top-sellers' };
const service = () => boardService(db.database, catalogues);

test.each(vectors)('$about', async (vector) => {
  await setUp(vector);
  const page = await service().page(publishable(tenant), request, 100);
  expect(page.data.map(({ id, score, rank }) => ({ id, score, rank }))).toEqual(vector.order);
  expect(page.total).toBe(vector.order.length);
  for (const { id, rank, score } of vector.order) {
    const own = await service().page({ kind: 'user', tenant, credential: 'key', user: id }, request, 1);
    expect(own.me).toMatchObject({ id, rank, score });
    const better = vector.order.filter((other) => other.rank < rank).at(-1);
    expect(own.me?.ahead ?? undefined).toEqual(
      better && { rank: better.rank, score: better.score, distance: expect.closeTo(Math.abs(better.score - score)) },
    );
  }
});

describe('a score in SQL is that of the formula, for any numbers:', () => {
  const size = fc.oneof(fc.bigInt(-(2n ** 53n), 2n ** 53n), fc.bigInt(-50n, 50n));
  const count = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 2n ** 40n));
  const places = fc.integer({ min: 0, max: 6 });
  const beyond = 2n ** 62n;
  const held = (score: bigint) => (score > beyond ? beyond : score < -beyond ? -beyond : score);

  /** The scores that the relation of a board gives, by subject. */
  async function scores(window: 'all-time' | 'week'): Promise<Map<string, bigint>> {
    const [made, shown] = [catalogues.metrics[0] as StoredMetric, catalogues.boards[0] as StoredBoard];
    const query = { tenant, seasons: new Map(), windows: [window], spec: window, at: NOON * 1000 };
    const period = await storedPeriods(db.database).findPeriod(query);
    if (!period) throw new Error(`There is no ${window}.`);
    const view = { tenant, board: shown, metric: made, period, segment: '' };
    const found = await rows<{ key: string; score: string }>(
      db.database.orm,
      sql`select s.key, e.score from (${entriesOf(view)}) e join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = e.ref`,
    );
    return new Map(found.map(({ key, score }) => [key, BigInt(score)]));
  }

  const named = <T>(list: readonly T[]) => list.map((each, at) => ({ id: `s${at}`, ...each }));

  test('averages, with a prior and without', async () => {
    const own = fc.array(fc.record({ sum: size, count }), { minLength: 1, maxLength: 60 });
    const prior = fc.option(
      fc.record({ weight: fc.integer({ min: 1, max: 1_000_000 }), mean: fc.record({ sum: size, count }) }),
    );
    await fc.assert(
      fc.asyncProperty(own, prior, places, places, async (list, drawn, metricScale, boardScale) => {
        const entries = named(list).map(({ id, sum, count }) => ({ id, sum, count: Number(count) }));
        const made = metric({ fold: 'average', scale: metricScale, windows: ['all-time'] });
        await db.database.orm.execute(sql`delete from leaderboard_priors`);
        await setUp({
          board: { score: 'average', scale: boardScale, ...(drawn && { prior: { weight: drawn.weight } }) },
          metric: made,
          entries,
        });
        if (drawn) {
          await db.database.orm.execute(sql`insert into leaderboard_priors (tenant_id, metric_id, sum, count, definition, taken_at)
            values (${tenant.id}, ${made.id}, ${`${drawn.mean.sum}`}, ${`${drawn.mean.count}`}, ${definitionOf(made)}, now())`);
        }
        const scales = { metric: metricScale, board: boardScale };
        const expected = named(list).map(({ id, ...own }) => [id, held(averageScore(own, drawn, scales))] as const);
        const found = await scores('all-time');
        for (const [id, score] of expected) expect(found.get(id)).toBe(score);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('growth', async () => {
    const own = fc.array(fc.record({ now: size, before: size }), { minLength: 1, maxLength: 60 });
    const rules = fc.record({
      damping: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000_000 })),
      minimumBase: fc.integer({ min: 0, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(own, rules, places, places, async (list, growth, metricScale, boardScale) => {
        const entries = named(list);
        await db.database.orm.execute(sql`delete from metric_values`);
        await setUp({
          board: { score: 'growth', scale: boardScale, growth },
          metric: { fold: 'sum', scale: metricScale },
          entries,
        });
        // Some of these scores are too large to be shown; reading them notes the days all the same.
        await service()
          .page(publishable(tenant), request, 1)
          .catch(() => {});
        const scales = { metric: metricScale, board: boardScale };
        const expected = entries.flatMap(({ id, ...spans }) => {
          const score = growthScore(spans, growth, scales);
          return score === null ? [] : [[id, held(score)] as const];
        });
        expect(new Map([...(await scores('week'))].sort())).toEqual(new Map(expected.sort()));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

test('a formula whose result a double cannot hold is refused, not wrong', async () => {
  const board = { score: 'growth', scale: 6, growth: { damping: 1, minimumBase: 0 } } as const;
  await setUp({ board, metric: { fold: 'sum', scale: 0 }, entries: [{ id: 'a', now: 2 ** 53 - 1, before: 0 }] });
  await expect(service().page(publishable(tenant), request, 1)).rejects.toThrow(/2\^53/);
});

test.each(['ordinal', 'competition', 'dense'] as const)(
  'some subjects have the %s ranks of the whole board',
  async (ranks) => {
    const entries = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id, at) => ({ id, sum: 9 - (at >> 1) * 2 }));
    for (const direction of ['descending', 'ascending'] as const) {
      await setUp({ board: { ranks, direction, following: 'fans' }, metric: { fold: 'sum', scale: 0 }, entries });
      const whole = (await service().page(publishable(tenant), request, 100)).data;
      for (const ids of [
        ['b', 'h', 'c', 'nobody'],
        ['a'],
        ['e', 'f', 'd'],
        ['nobody'],
        ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'],
      ]) {
        const expected = whole.filter(({ id }) => ids.includes(id));
        for (const limit of [1, 2, 100]) {
          const seen = [];
          let cursor: string | undefined;
          do {
            const page = await service().page(publishable(tenant), { ...request, ids }, limit, cursor);
            expect(page.total).toBe(expected.length);
            expect(page.data.length).toBeLessThanOrEqual(limit);
            seen.push(...page.data);
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
          expect(seen).toEqual(expected);
        }
      }
    }
  },
);

test('one’s own place among all is told beside a narrowed list', async () => {
  await setUp({
    board: {},
    metric: { fold: 'sum', scale: 0 },
    entries: [1, 2, 3, 4].map((sum) => ({ id: `c${sum}`, sum })),
  });
  const caller = { kind: 'user', tenant, credential: 'key', user: 'c2' } as const;
  const page = await service().page(caller, { ...request, ids: ['c1', 'c4'] }, 10);
  expect(page).toMatchObject({ total: 2, me: { id: 'c2', rank: 3, topPercent: 75, isMe: true } });
  expect(page.data.map(({ id, rank }) => [id, rank])).toEqual([
    ['c4', 1],
    ['c1', 4],
  ]);
});

test('a restriction to some subjects reaches the rows that growth is summed from', async () => {
  const entries = Array.from({ length: 400 }, (_, at) => ({ id: `s${at}`, now: at, before: at }));
  await setUp({
    board: { score: 'growth', growth: { damping: 1, minimumBase: 1 } },
    metric: { fold: 'sum', scale: 0 },
    entries,
  });
  await service().page(publishable(tenant), request, 1);
  const period = await storedPeriods(db.database).findPeriod({
    tenant,
    seasons: new Map(),
    windows: ['week'],
    spec: 'week',
    at: NOON * 1000,
  });
  const view = {
    tenant,
    board: catalogues.boards[0] as StoredBoard,
    metric: catalogues.metrics[0] as StoredMetric,
    period: period as never,
    segment: '',
  };
  await db.database.orm.execute(sql`analyze metric_values`);
  const three = sql`array(select ref from metric_subjects where key in ('s7', 's8', 's9'))`;
  const plan = await rows<{ 'QUERY PLAN': string }>(
    db.database.orm,
    sql`explain (analyze, costs off, timing off) select * from (${entriesOf(view)}) e where ref = any(${three})`,
  );
  const scans = plan.map((row) => row['QUERY PLAN']).filter((line) => / on metric_values v /.test(line));
  const read = scans
    .map((line) => /rows=([\d.]+) loops=(\d+)/.exec(line) ?? [])
    .map(([, each, loops]) => Number(each) * Number(loops));
  // Three subjects on two days.
  expect(read).toEqual([6]);
});
