import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { divideHalfEven } from '../../kernel/rounding.ts';
import { json, rows } from '../../platform/db/database.ts';
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
import { ENGINES, openTestStandings, type TestStandings } from '../../testing/standings.ts';
import { halfEven } from './standings/sql/formulas.ts';

interface Vectors {
  entries: { id: string; score: number; reachedAt: string }[];
  boards: {
    direction: 'ascending' | 'descending';
    order: string[];
    tied: boolean[];
    ranks: Record<'ordinal' | 'competition' | 'dense', number[]>;
  }[];
}

const file = new URL('../../../../contract/vectors/board-order.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const kinds = ['ordinal', 'competition', 'dense'] as const;
const cases = vectors.boards.flatMap((expected) => kinds.map((ranks) => ({ ...expected, kind: ranks })));

let db: TestDatabase;
const catalogues = new TestCatalogues();

beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
});
afterAll(() => db.drop());

test('a quotient in SQL is exact, halves to even', async () => {
  const big = fc.oneof(fc.bigInt(-(2n ** 100n), 2n ** 100n), fc.bigInt(-50n, 50n));
  const fractions = fc.array(fc.record({ a: big, b: fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 2n ** 62n)) }), {
    minLength: 100,
    maxLength: 200,
  });
  const beyond = 2n ** 62n;
  const held = (whole: bigint) => (whole > beyond ? beyond : whole < -beyond ? -beyond : whole);
  await fc.assert(
    fc.asyncProperty(fractions, async (list) => {
      const given = json(list.map(({ a, b }, at) => ({ at, a: `${a}`, b: `${b}` })));
      const found = await rows<{ score: string }>(
        db.database.orm,
        sql`select ${halfEven(sql`a`, sql`b`)}::text as score
          from jsonb_to_recordset(${given}) as x(at int, a numeric, b numeric) order by at`,
      );
      expect(found.map(({ score }) => BigInt(score))).toEqual(list.map(({ a, b }) => held(divideHalfEven(a, b))));
    }),
    { numRuns: 30 },
  );
});

describe.each(ENGINES)('from $engine', ({ engine }) => {
  const tenants = [tenantOf(1), tenantOf(2)];
  let redis: TestStandings | undefined;

  beforeAll(async () => {
    const { database } = db;
    if (engine !== 'Redis') return;
    const [clock, periods] = [{ now: () => NOON }, storedPeriods(database)];
    redis = await openTestStandings({
      redisUrl: inject('redisUrl'),
      database,
      clock,
      catalogues,
      periods,
      list: async () => tenants,
    });
  });
  afterAll(async () => {
    if (redis) expect(redis.counts).toMatchObject({ fallback: 0, sql: 0 });
    await redis?.close();
  });

  const service = () => boardService(db.database, catalogues, undefined, redis?.engine.standings);

  describe('the published order', () => {
    const tenant = tenantOf(1);
    beforeAll(async () => {
      const values = vectors.entries.map(({ score, ...rest }) => ({ ...rest, value: score }));
      await putValues(db.database, { tenant, periodId: await periodIdOf(db.database, tenant, 'all-time') }, values);
    });

    test.each(cases)(
      '$direction, $kind: read as a whole, in pages of any size, and around anyone',
      async (expected) => {
        const { order, tied, direction, kind } = expected;
        catalogues.boards = [board({ direction, ranks: kind, windows: ['all-time'] })];
        const rowsOf = order.map((id, at) => ({ id, rank: expected.ranks[kind][at], tied: tied[at] }));
        const read = (data: { id: string; rank: number; tied: boolean }[]) =>
          data.map(({ id, rank, tied }) => ({ id, rank, tied }));
        await redis?.settle();
        const boards = service();
        const caller = publishable(tenant);
        const request = { board: 'top-sellers' };
        expect(read((await boards.page(caller, request, 100)).data)).toEqual(rowsOf);
        for (const limit of [1, 2, 3, 5]) {
          const seen = [];
          for (let cursor: string | undefined, more = true; more; ) {
            const page = await boards.page(caller, request, limit, cursor);
            seen.push(...page.data);
            more = page.nextCursor !== null;
            cursor = page.nextCursor ?? undefined;
          }
          expect(read(seen)).toEqual(rowsOf);
        }
        for (const [at, id] of order.entries()) {
          const { data } = await boards.around(caller, request, id, 2);
          expect(read(data)).toEqual(rowsOf.slice(Math.max(0, at - 2), at + 3));
          const own = await boards.page({ kind: 'user', tenant, credential: 'key', user: id }, request, 1);
          expect(own.me).toMatchObject({ ...rowsOf[at], isMe: true });
        }
      },
    );
  });

  test('average boards rank by what they show, also where rows without facts lie beside', async () => {
    const tenant = tenantOf(2);
    catalogues.metrics = [metric({ fold: 'average', scale: 2 })];
    catalogues.boards = [board({ score: 'average', windows: ['all-time'] })];
    await putValues(db.database, { tenant, periodId: await periodIdOf(db.database, tenant, 'all-time') }, [
      { id: 'a', value: 1359, count: 3 },
      { id: 'b', value: 906, count: 2, reachedAt: '2025-12-31T00:00:00Z' },
      { id: 'gone', value: 0, count: 0 },
      { id: 'half-even', value: 905, count: 2 },
    ]);
    await redis?.settle();
    const page = await service().page(publishable(tenant), { board: 'top-sellers' }, 10);
    expect(page.data.map(({ id, rank, score, tied }) => [id, rank, score, tied])).toEqual([
      ['b', 1, 4.53, true],
      ['a', 1, 4.53, true],
      ['half-even', 3, 4.52, false],
    ]);
    expect(page.total).toBe(3);
  });
});
