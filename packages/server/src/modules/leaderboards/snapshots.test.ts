import { BoardPage } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { board, metric, NOON, periodIdOf, type Value } from '../../testing/boards.ts';
import { ENGINES } from '../../testing/standings.ts';

const HOUR = 3_600_000;
const segment = 'user.country:DE';
describe.each(ENGINES)('from $engine', ({ engine }) => {
  let server: BoardServer;
  let now = NOON;

  beforeAll(async () => {
    server = await startBoardServer({
      postgresUrl: inject('postgresUrl'),
      redisUrl: engine === 'Redis' ? inject('redisUrl') : undefined,
      clock: { now: () => now },
    });
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    now = NOON;
    server.catalogues.metrics = [metric()];
    server.catalogues.boards = [board()];
    await server.empty('metric_values', 'leaderboard_snapshots', 'leaderboard_snapshot_ranks');
  });

  async function put(...values: Value[]): Promise<void> {
    const periodId = await periodIdOf(server.test.database, server.own.tenant, 'week', now);
    await server.put({ tenant: server.own.tenant, periodId }, values);
  }

  async function ranks(query = ''): Promise<Record<string, [number, number | null]>> {
    const { body } = await server.get(`/v1/leaderboards/top-sellers/entries${query}`, server.own.publishableKey);
    return Object.fromEntries(BoardPage.parse(body).data.map((each) => [each.id, [each.rank, each.previousRank]]));
  }

  const snapshot = () => server.boards.jobs.snapshot(server.own.tenant, 'top-sellers');

  test('the previous rank is the one at the last snapshot, null for who was not there', async () => {
    await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 2 });
    expect(await ranks()).toEqual({ ada: [1, null], bob: [2, null], cy: [2, null] });
    await snapshot();
    await put({ id: 'cy', value: 9 }, { id: 'bob', value: 0, count: 0 }, { id: 'dee', value: 1 });
    expect(await ranks()).toEqual({ cy: [1, 2], ada: [2, 1], dee: [3, null] });
    await snapshot();
    expect(await ranks()).toEqual({ cy: [1, 1], ada: [2, 2], dee: [3, 3] });
    await put({ id: 'bob', value: 5 });
    expect((await ranks()).bob).toEqual([2, null]);
  });

  test.each([
    ['ordinal', { ada: 1, bob: 2, cy: 3, dee: 4 }],
    ['competition', { ada: 1, bob: 2, cy: 2, dee: 4 }],
    ['dense', { ada: 1, bob: 2, cy: 2, dee: 3 }],
  ] as const)('a snapshot notes %s ranks as the board shows them, in each segment apart', async (kind, expected) => {
    server.catalogues.boards = [board({ ranks: kind })];
    const values = Object.entries({ ada: 3, bob: 2, cy: 2, dee: 1 }).map(([id, value]) => ({ id, value }));
    await put(...values, { id: 'dee', value: 1, segment }, { id: 'ada', value: 0, segment });
    await snapshot();
    for (const [id, rank] of Object.entries(expected)) expect((await ranks())[id]).toEqual([rank, rank]);
    expect(await ranks(`?segment=${segment}`)).toEqual({ dee: [1, 1], ada: [2, 2] });
  });

  test('ranks are noted without those whom nobody sees, and an old note of theirs goes', async () => {
    await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 1 });
    await snapshot();
    const { database } = server.test;
    const [found] = await database.orm.execute<{ ref: string }>(sql`select ref from metric_subjects where key = 'ada'`);
    const suspend = (suspended: boolean) =>
      server.noteVisibility([{ ref: Number(found?.ref), groups: [], suspended, listed: true }]);
    await suspend(true);
    expect(await ranks()).toEqual({ bob: [1, 2], cy: [2, 3] });
    await snapshot();
    expect(await ranks()).toEqual({ bob: [1, 1], cy: [2, 2] });
    await suspend(false);
    expect(await ranks()).toEqual({ ada: [1, null], bob: [2, 1], cy: [3, 2] });
  });

  test('ranks of one period are nothing to the next', async () => {
    await put({ id: 'ada', value: 3 });
    await snapshot();
    now = NOON + 7 * 24 * HOUR;
    await put({ id: 'ada', value: 1 });
    expect(await ranks()).toEqual({ ada: [1, null] });
    expect(await ranks('?period=week:previous')).toEqual({ ada: [1, 1] });
  });

  test('hourly boards are due each full hour, daily ones when the local day begins, switched-off ones never', async () => {
    server.catalogues.boards = [
      board({ key: 'hourly' }),
      board({ key: 'daily', snapshot: 'day' }),
      board({ key: 'off', enabled: false }),
    ];
    const due = () => server.boards.jobs.takeDueSnapshots();
    // Two boards with two windows each, for both tenants.
    expect(await due()).toBe(8);
    expect(await due()).toBe(0);
    now = NOON + HOUR - 1;
    expect(await due()).toBe(0);
    now = NOON + HOUR;
    expect(await due()).toBe(4);
    now = Date.parse('2026-11-24T22:59:59.999Z');
    expect(await due()).toBe(4);
    now = Date.parse('2026-11-24T23:00:00Z');
    expect(await due()).toBe(8);
  });

  test('readers see the old ranks or the new ones while a snapshot is taken', async () => {
    const many = Array.from({ length: 500 }, (_, at) => ({ id: `s${at}`, value: at }));
    await put(...many);
    await snapshot();
    await put(...many.map(({ id, value }) => ({ id, value: -value })));
    const taking = snapshot();
    const seen = new Set<string>();
    for (let done = false; !done; ) {
      done = await Promise.race([
        taking.then(() => true),
        new Promise<false>((resolve) => setImmediate(resolve, false)),
      ]);
      const { s0, s1, s2 } = await ranks('?limit=3');
      seen.add(`${s0?.[1]} ${s1?.[1]} ${s2?.[1]}`);
    }
    for (const each of seen) expect(['500 499 498', '1 2 3']).toContain(each);
    expect(seen).toContain('1 2 3');
  });
});
