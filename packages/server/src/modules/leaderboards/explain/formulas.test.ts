import { Explanation } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type BoardServer, startBoardServer } from '../../../testing/board-server.ts';
import { board, metric, NOON, periodIdOf, putValues, type Value } from '../../../testing/boards.ts';
import { definitionOf } from '../prior-definition.ts';

const DAY = 86_400_000;
let server: BoardServer;

beforeAll(async () => {
  server = await startBoardServer({ postgresUrl: inject('postgresUrl'), clock: { now: () => NOON } });
});
afterAll(() => server.stop());

beforeEach(async () => {
  for (const table of ['metric_values', 'leaderboard_priors'])
    await server.test.database.orm.execute(sql`delete from ${sql.identifier(table)}`);
});

async function put(window: 'day' | 'all-time', at: number, values: readonly Value[]): Promise<void> {
  const { tenant } = server.own;
  const periodId = await periodIdOf(server.test.database, tenant, window, at);
  await putValues(server.test.database, { tenant, periodId }, values);
}

const explain = async (id: string, token = server.own.publishableKey) =>
  server.get(`/v1/leaderboards/top-sellers/entries/${id}/explain`, token);

async function explained(id: string, token?: string): Promise<Explanation> {
  const { status, body } = await explain(id, token);
  expect({ status, body }).toMatchObject({ status: 200 });
  return Explanation.parse(body);
}

test('an average with a prior shows its weight, and the mean of all with what that comes from', async () => {
  const made = metric({ scale: 2, windows: ['all-time'] });
  server.catalogues.metrics = [made];
  server.catalogues.boards = [board({ score: 'average', prior: { weight: 10 }, windows: ['all-time'] })];
  const { tenant } = server.own;
  await server.test.database.orm.execute(sql`insert into leaderboard_priors (tenant_id, metric_id, sum, count, definition, taken_at)
    values (${tenant.id}, ${made.id}, 8200, 20, ${definitionOf(made)}, now())`);
  await put('all-time', NOON, [{ id: 'ada', value: 1360, count: 3 }]);
  const { entry, steps } = await explained('ada');
  expect(steps[0]).toEqual({
    kind: 'average',
    text:
      '3 events add up to 13.6, drawn towards the mean of all, 4.1, as if 10 more events had it: ' +
      '(10 × 4.1 + 13.6) ÷ (10 + 3) = 4.2.',
    sum: 13.6,
    count: 3,
    prior: { weight: 10, mean: 4.1, sum: 82, count: 20 },
    score: 4.2,
  });
  expect(entry?.score).toBe(4.2);
});

test('growth shows both spans with their days, and the damping', async () => {
  server.catalogues.metrics = [metric({ windows: ['week', 'day'] })];
  server.catalogues.boards = [board({ score: 'growth', growth: { damping: 100, minimumBase: 50 }, windows: ['week'] })];
  // Of this week Monday is over.
  await put('day', NOON - DAY, [
    { id: 'ada', value: 500 },
    { id: 'new', value: 70 },
  ]);
  await put('day', NOON - 8 * DAY, [
    { id: 'ada', value: 300 },
    { id: 'new', value: 40 },
  ]);
  const { entry, steps } = await explained('ada');
  expect(steps[0]).toEqual({
    kind: 'growth',
    text: '500 in the first 1 day of this period, after 300 in as many of the one before: (500 + 100) ÷ (300 + 100) − 1 = 0.5.',
    now: { value: 500, days: 1, start: '2026-11-22T23:00:00.000000Z', end: '2026-11-23T23:00:00.000000Z' },
    before: { value: 300, days: 1, start: '2026-11-15T23:00:00.000000Z', end: '2026-11-16T23:00:00.000000Z' },
    damping: 100,
    minimumBase: 50,
    score: 0.5,
  });
  expect(entry?.score).toBe(0.5);
  const small = await explained('new', server.own.secretKey);
  expect(small.entry).toBe(null);
  expect(small.steps).toMatchObject([
    { kind: 'growth', score: null, text: expect.stringContaining('less than the 50') },
  ]);
});

test('who is kept out by a minimum learns it, and so does a server; nobody else learns that there is anything', async () => {
  server.catalogues.metrics = [metric({ windows: ['all-time'] })];
  server.catalogues.boards = [board({ minimum: 100, minimumCount: 2, windows: ['all-time'] })];
  const { user } = server.own;
  await put('all-time', NOON, [
    { id: user, value: 90, count: 3 },
    { id: 'ada', value: 100, count: 2 },
  ]);
  const kept = {
    kind: 'minimum',
    text: 'This board ranks who has a score of at least 100 and at least 2 events: that is not so here.',
    minimum: 100,
    minimumCount: 2,
    keptOut: true,
  };
  for (const token of [server.own.secretKey, await server.own.userToken()]) {
    const { entry, steps, facts } = await explained(user, token);
    expect({ entry, facts }).toEqual({ entry: null, facts: [] });
    expect(steps.map(({ kind }) => kind)).toEqual(['total', 'minimum']);
    expect(steps[1]).toEqual(kept);
  }
  for (const token of [server.own.publishableKey, await server.own.userToken({ sub: 'ada' })])
    expect(await explain(user, token)).toMatchObject({ status: 404 });
  expect((await explained('ada')).steps[1]).toMatchObject({
    keptOut: false,
    text: expect.stringMatching(/that is so here\.$/),
  });
});

test('a minimum of money is told in money', async () => {
  server.catalogues.metrics = [metric({ windows: ['all-time'], unit: { label: 'Revenue', currency: 'EUR' } })];
  server.catalogues.boards = [board({ minimum: 500, windows: ['all-time'] })];
  await put('all-time', NOON, [{ id: 'ada', value: 700 }]);
  const text = 'This board ranks who has a score of at least EUR 5.00: that is so here.';
  expect((await explained('ada')).steps[1]).toMatchObject({ kind: 'minimum', text, minimum: 500 });
});

test('who is hidden is not explained to anybody', async () => {
  server.catalogues.metrics = [metric({ windows: ['all-time'] })];
  server.catalogues.boards = [board({ windows: ['all-time'] })];
  await put('all-time', NOON, [{ id: server.own.user, value: 5 }]);
  await server.test.database.orm.execute(sql`insert into leaderboard_visibility (tenant_id, subject_ref, "groups", suspended, opted_out)
    select tenant_id, ref, '{}', true, false from metric_subjects where key = ${server.own.user}`);
  for (const token of [server.own.publishableKey, server.own.secretKey, await server.own.userToken()])
    expect(await explain(server.own.user, token)).toMatchObject({ status: 404 });
});

test('what facts hold that are no longer kept is told', async () => {
  server.catalogues.metrics = [metric({ windows: ['all-time'] })];
  server.catalogues.boards = [board({ windows: ['all-time'] })];
  await put('all-time', NOON, [{ id: 'old', value: 70, count: 4 }]);
  await server.test.database.transaction(async (tx) => {
    await tx.execute(sql`set local engagement.sealing = 'on'`);
    await tx.execute(sql`
      insert into metric_sealed_values (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at)
      select tenant_id, metric_id, period_id, segment, subject_ref, 50, 3, reached_at from metric_values`);
  });
  const text = '3 events of these are no longer kept, and hold 50.';
  expect((await explained('old')).steps[1]).toEqual({ kind: 'dropped', text, value: 50, count: 3 });
});
