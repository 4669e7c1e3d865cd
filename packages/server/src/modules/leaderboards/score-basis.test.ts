import type { BoardPage, DefinitionsInput } from '@engagement/contract';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { boardService, publishable, storedPeriods } from '../../testing/boards.ts';
import { createTestEngine, type TestEngine } from '../../testing/engine.ts';
import { purchase, refund, reversal, review } from '../../testing/events.ts';
import { createBoardJobs } from './jobs.ts';
import { ScoreBasis } from './score-basis.ts';
import { openSqlEngine } from './standings/sql/sql-engine.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let engine: TestEngine;
let now: number;
/** Boards that other engines than SQL were told to show anew. */
let refreshed: string[];
afterEach(() => engine.close());

async function start(at: string, definitions: DefinitionsInput, zone = 'Europe/Berlin') {
  now = Date.parse(at);
  refreshed = [];
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), definitions, zone, clock: { now: () => now } });
}

/** What the server does every minute. */
async function renew(): Promise<void> {
  const { database, catalogues, tenant } = engine;
  const clock = { now: () => now };
  const periods = storedPeriods(database);
  const refresh = {
    subjects: async () => {},
    boards: async (_tx: unknown, _tenant: unknown, keys: readonly string[]) => void refreshed.push(...keys),
  };
  const basis = new ScoreBasis({ database, catalogues, periods, refresh });
  const tenants = { list: async () => [tenant] };
  const sqlEngine = openSqlEngine(database.orm);
  const jobs = createBoardJobs({ database, clock, catalogues, periods, tenants, basis, engine: sqlEngine });
  await jobs.takeDueSnapshots();
  await jobs.renewScores();
}

/** Definitions that have just been applied are heard of within a second. */
const heardOf = (board: string) =>
  expect.poll(async () => (await engine.catalogues.current(engine.tenant.id)).boards.has(board)).toBe(true);

function page(period?: string, board = 'rising'): Promise<BoardPage> {
  const boards = boardService(engine.database, engine.catalogues, () => now);
  return boards.page(publishable(engine.tenant), { board, period }, 100);
}

const scores = async (period?: string, board?: string) =>
  Object.fromEntries((await page(period, board)).data.map(({ id, score }) => [id, score]));

describe('growth', () => {
  const revenue = {
    key: 'revenue',
    subject: 'creator',
    sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
    fold: 'sum' as const,
    windows: ['day' as const],
  };
  const rising = {
    key: 'rising',
    name: 'Rising',
    metric: 'revenue',
    score: 'growth' as const,
    growth: { damping: 100, minimumBase: 100 },
  };
  const definitions: DefinitionsInput = { metrics: [revenue], boards: [rising] };
  let count = 0;
  const sale = (at: string, amount: number, creator = 'ada') => purchase(`p${++count}`, amount, { at, creator });

  test('compares the days that are over with as many of the week before, and moves on when a day begins', async () => {
    await start('2026-11-24T12:00:00Z', definitions);
    // Mondays, Tuesdays and a Wednesday of two weeks.
    await engine.send(
      ...[sale('2026-11-16T12:00:00Z', 300), sale('2026-11-17T12:00:00Z', 500), sale('2026-11-18T12:00:00Z', 900)],
      ...[sale('2026-11-23T12:00:00Z', 500), sale('2026-11-24T11:00:00Z', 10_000)],
    );
    // (500 + 100) / (300 + 100) − 1, at once, before any job has run.
    expect(await scores()).toEqual({ ada: 0.5 });
    await renew();
    const before = await page();
    now = Date.parse('2026-11-24T22:59:59Z');
    await renew();
    expect(await page()).toEqual(before);
    expect(refreshed).toEqual(['rising']);

    now = Date.parse('2026-11-24T23:00:00Z');
    await engine.send(sale('2026-11-24T22:59:59Z', 500));
    expect(await scores()).toEqual({ ada: 0.5 });
    refreshed = [];
    const changes: unknown[] = [];
    const stop = engine.metrics.changes.onChange((tenantId, ids) => changes.push([tenantId, ids]));
    await renew();
    const after = await page();
    // (11,000 + 100) / (800 + 100) − 1
    expect(after.data).toMatchObject([{ id: 'ada', score: 11.333, previousRank: 1 }]);
    expect(after.version).toBeGreaterThan(before.version);
    expect(refreshed).toEqual(['rising']);
    const { metrics } = await engine.catalogues.current(engine.tenant.id);
    await expect.poll(() => changes).toContainEqual([engine.tenant.id, new Set([metrics.get('revenue')?.id])]);
    stop();
  });

  test('follows facts of days that are over as soon as they are recorded, refunds too', async () => {
    await start('2026-11-24T12:00:00Z', definitions);
    await engine.send(sale('2026-11-16T12:00:00Z', 300), sale('2026-11-23T12:00:00Z', 500));
    expect(await scores()).toEqual({ ada: 0.5 });
    const late = sale('2026-11-23T13:00:00Z', 200);
    await engine.send(late);
    expect(await scores()).toEqual({ ada: 1 });
    await engine.send(refund('r1', late.id, 100, { at: '2026-11-24T11:00:00Z' }));
    expect(await scores()).toEqual({ ada: 0.75 });
    const basis = sale('2026-11-16T13:00:00Z', 100);
    await engine.send(basis);
    expect(await scores()).toEqual({ ada: 0.4 });
    await engine.send(refund('r2', basis.id, undefined, { at: '2026-11-24T11:30:00Z' }));
    expect(await scores()).toEqual({ ada: 0.75 });
  });

  test('of a week that is over is that of all its days, and the new one begins with nobody', async () => {
    await start('2026-11-29T12:00:00Z', definitions);
    await engine.send(
      ...[sale('2026-11-16T12:00:00Z', 300), sale('2026-11-22T12:00:00Z', 100)],
      ...[sale('2026-11-23T12:00:00Z', 500), sale('2026-11-29T11:00:00Z', 400)],
    );
    await renew();
    expect(await scores()).toEqual({ ada: 0.5 });
    now += DAY;
    await renew();
    // (900 + 100) / (400 + 100) − 1
    expect(await scores('week:previous')).toEqual({ ada: 1 });
    expect(await scores()).toEqual({});
  });

  test('of weeks that were over before there was such a board is there from the first read', async () => {
    await start('2026-11-24T12:00:00Z', { metrics: [{ ...revenue, windows: ['day', 'week'] }] });
    await engine.send(sale('2026-11-06T12:00:00Z', 100), sale('2026-11-15T12:00:00Z', 300));
    await engine.apply({ boards: [rising] });
    await heardOf('rising');
    expect(await scores('2026-W46')).toEqual({ ada: 1 });
  });

  test('compares as many days of two months as the shorter one has', async () => {
    await start('2027-03-30T12:00:00Z', { metrics: [revenue], boards: [{ ...rising, windows: ['month'] }] });
    await engine.send(sale('2027-02-28T22:00:00Z', 100), sale('2027-03-28T12:00:00Z', 100));
    await engine.send(sale('2027-03-29T12:00:00Z', 10_000));
    expect(await scores()).toEqual({ ada: 0 });
  }, 60_000);

  // A Sunday of 25 hours in Berlin, one without a midnight in Santiago, one of 23 and a half hours on Lord Howe.
  test.each([
    ['Europe/Berlin', '2026-10-26T12:00:00Z', '2026-10-18T21:59:59Z', '2026-10-25T22:59:59Z'],
    ['America/Santiago', '2026-09-07T12:00:00Z', '2026-08-31T03:59:59Z', '2026-09-07T02:59:59Z'],
    ['Australia/Lord_Howe', '2026-10-05T12:00:00Z', '2026-09-27T13:29:59Z', '2026-10-04T12:59:59Z'],
  ])('compares local days, however long they are: %s', async (zone, at, before, during) => {
    await start(at, definitions, zone);
    await engine.send(sale(before, 100), sale(during, 300));
    expect(await scores('week:previous')).toEqual({ ada: 1 });
  });

  test('ranks in each segment apart, with the ranks of the day before', async () => {
    const segmented = { ...revenue, segments: ['data.currency'] };
    await start('2026-11-25T12:00:00Z', { metrics: [segmented], boards: [rising] });
    const usd = (at: string, amount: number, creator: string) =>
      purchase(`u${++count}`, amount, { at, creator, currency: 'USD' });
    await engine.send(
      ...[sale('2026-11-16T12:00:00Z', 100), sale('2026-11-23T12:00:00Z', 300), sale('2026-11-25T12:00:00Z', 1)],
      ...[usd('2026-11-16T12:00:00Z', 100, 'bob'), usd('2026-11-23T12:00:00Z', 200, 'bob')],
    );
    await renew();
    now += DAY;
    await engine.send(usd('2026-11-25T13:00:00Z', 900, 'bob'));
    await renew();
    expect((await page()).data).toMatchObject([
      { id: 'bob', score: 5, rank: 1, previousRank: 2 },
      { id: 'ada', score: 1.005, rank: 2, previousRank: 1 },
    ]);
    const boards = boardService(engine.database, engine.catalogues, () => now);
    const request = { board: 'rising', segment: 'data.currency:USD' };
    const { data } = await boards.page(publishable(engine.tenant), request, 10);
    expect(data).toMatchObject([{ id: 'bob', rank: 1, previousRank: 1 }]);
  });
});

describe('a prior', () => {
  const rating = {
    key: 'rating',
    subject: 'asset',
    sources: [{ type: 'review.submitted', subject: 'data.assetId', value: 'data.rating' }],
    fold: 'average' as const,
    scale: 2,
  };
  const best = { key: 'best', name: 'Best', metric: 'rating', score: 'average' as const, prior: { weight: 2 } };
  const definitions: DefinitionsInput = { metrics: [rating], boards: [best] };
  const mean = async () => (await page(undefined, 'best')).board.prior;
  const at = '2026-11-24T11:00:00Z';

  test('draws to the mean of all once that is known, and to a new one each night', async () => {
    await start('2026-11-24T12:00:00Z', definitions);
    await renew();
    expect(await mean()).toEqual({ weight: 2, mean: null });
    await engine.send(
      review('v1', 5, { asset: 'one', at }),
      review('v2', 4, { asset: 'two', at }),
      review('v3', 3, { asset: 'two', at }),
    );
    expect(await scores(undefined, 'best')).toEqual({ one: 5, two: 3.5 });
    await renew();
    expect(refreshed).toEqual(['best']);
    expect(await mean()).toEqual({ weight: 2, mean: 4 });
    // (2·4 + 5) / 3 and (2·4 + 7) / 4
    expect(await scores(undefined, 'best')).toEqual({ one: 4.33, two: 3.75 });

    await engine.send(
      review('v4', 1, { asset: 'three', at }),
      reversal('review.withdrawn', 'w1', 'v1', undefined, { at }),
    );
    await renew();
    expect(await mean()).toEqual({ weight: 2, mean: 4 });
    // A new fact counts at once, the mean stands: (2·4 + 1) / 3.
    expect(await scores(undefined, 'best')).toEqual({ two: 3.75, three: 3 });
    now = Date.parse('2026-11-24T23:00:00Z');
    const { version } = await page(undefined, 'best');
    await renew();
    expect(await mean()).toEqual({ weight: 2, mean: 2.67 });
    // The mean is 8/3, not what is shown of it: (16/3 + 7) / 4 and (16/3 + 1) / 3.
    expect(await scores(undefined, 'best')).toEqual({ two: 3.08, three: 2.11 });
    expect((await page(undefined, 'best')).version).toBeGreaterThan(version);
    expect(refreshed).toEqual(['best', 'best']);
  });

  test('of a metric that counts something else from now on is taken anew', async () => {
    await start('2026-11-24T12:00:00Z', definitions);
    await engine.send(review('v1', 5, { asset: 'one', at }), review('v2', 4, { asset: 'two', at }));
    await renew();
    await engine.apply({ metrics: [{ ...rating, scale: 1 }] });
    await expect.poll(mean).toEqual({ weight: 2, mean: null });
    expect(await scores(undefined, 'best')).toEqual({ one: 5, two: 4 });
    await renew();
    expect(await mean()).toEqual({ weight: 2, mean: 4.5 });
    expect(await scores(undefined, 'best')).toEqual({ one: 4.7, two: 4.3 });
  });

  test('is read back by a rebuild', async () => {
    await start('2026-11-24T12:00:00Z', definitions);
    await engine.send(review('v1', 5, { asset: 'one', at }));
    await renew();
    await engine.send(review('v2', 1, { asset: 'two', at }));
    const before = await page(undefined, 'best');
    await engine.database.transaction(async (tx) =>
      engine.metrics.rebuild(tx, engine.tenant, await engine.catalogues.current(engine.tenant.id), ['rating']),
    );
    const after = await page(undefined, 'best');
    expect(after).toEqual({ ...before, version: after.version });
  });
});
