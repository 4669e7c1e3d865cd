import type { DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterEach, expect, inject, test } from 'vitest';
import { ProblemError } from '../kernel/problem-error.ts';
import { rows } from '../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase } from '../testing/events.ts';

let engine: TestEngine;
afterEach(() => engine.close());

const start = async (definitions: DefinitionsInput) => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), definitions });
};

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const revenue = { key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum' as const };
const top = { key: 'top', name: 'Top', metric: 'revenue' };

async function refusal(document: DefinitionsInput): Promise<string[]> {
  const error = await engine.apply(document).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  expect(error.code).toBe('invalid-request');
  return error.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
}

test('a board that asks what its metric cannot give, or whose fields clash, is refused by its place', async () => {
  await start({
    metrics: [
      { ...revenue, windows: ['month', 'season', 'day'] },
      { ...revenue, key: 'mean', fold: 'average', windows: ['week', 'day'] },
      { ...revenue, key: 'sales', fold: 'count', windows: ['week'] },
      { ...revenue, key: 'dearest', fold: 'max', windows: ['day'] },
      { ...revenue, key: 'fans', subject: 'user', fold: 'unique', windows: ['month'] },
    ],
  });
  const growth = { damping: 1 };
  const [gold, silver] = [
    { key: 'gold', name: 'Gold', ranks: { from: 1, to: 3 } },
    { key: 'silver', name: 'Silver', ranks: { from: 4, to: 10 } },
  ];
  const best = { key: 'best', name: 'Best', topPercent: 1 };
  const wrong = async (fields: object, key = 'b') =>
    (await refusal({ boards: [{ key, name: 'B', metric: 'revenue', windows: ['month', 'season'], ...fields }] })).map(
      (line) => line.replace('/boards/0', ''),
    );
  expect(await wrong({ prior: { weight: 1 } })).toEqual([
    '/prior: A prior is for the score average, not for total',
    '/prior: The mean is that of all time, and the metric revenue does not keep the window all-time',
  ]);
  expect(await wrong({ metric: 'mean', score: 'average', prior: { weight: 1 }, windows: ['week'] })).toEqual([
    '/prior: The mean is that of all time, and the metric mean does not keep the window all-time',
  ]);
  expect(await wrong({ growth, scale: 2 })).toEqual([
    '/growth: growth is for the score growth, not for total',
    '/scale: A total has the decimal places of its metric',
  ]);
  expect(await wrong({ score: 'growth' })).toEqual([
    '/growth: The score growth needs a damping',
    '/windows/1: Growth compares weeks or months, not seasons',
  ]);
  expect(await wrong({ score: 'growth', growth, windows: ['all-time', 'week'] })).toEqual([
    '/windows/0: Growth compares weeks or months, not all time',
  ]);
  expect(await wrong({ metric: 'sales', score: 'growth', growth, windows: ['week'] })).toEqual([
    '/metric: Growth compares days, and the metric sales does not keep the window day',
  ]);
  for (const [metric, fold] of [
    ['dearest', 'max'],
    ['mean', 'average'],
  ]) {
    expect(await wrong({ metric, score: 'growth', growth, windows: ['week'] })).toEqual([
      `/score: Growth is that of a sum or a count, not of the fold ${fold}`,
    ]);
  }
  const notFollowing = (metric: string) =>
    `/following: Whom a user follows is a metric of users that folds unique, and ${metric} is none`;
  expect(await wrong({ following: 'nobody' })).toEqual(['/following: There is no metric nobody']);
  expect(await wrong({ following: 'sales' })).toEqual([notFollowing('sales')]);
  expect(await wrong({ following: 'fans' })).toEqual(['/following: The metric fans does not keep the window all-time']);
  expect(await wrong({ windows: ['month'], prizes: [gold] })).toEqual([
    '/prizes: Prizes are for seasons: the board needs the window season',
  ]);
  expect(
    await wrong({ prizes: [gold, { ...silver, ranks: { from: 3, to: 5 } }, best, { ...best, key: 'gold' }] }),
  ).toEqual([
    '/prizes/1/ranks: The prizes gold and silver are for the same places',
    '/prizes/3/key: gold is named twice',
    '/prizes/3/topPercent: The prizes best and gold are for the same places',
  ]);
  expect(
    await wrong({ windows: ['month', 'month'], placements: ['home', 'profile', 'home'], exclude: ['staff', 'staff'] }),
  ).toEqual([
    '/windows/1: month is named twice',
    '/placements/2: home is named twice',
    '/exclude/1: staff is named twice',
  ]);
  // A board without windows of its own has those of its metric, and with growth the week.
  await engine.apply({
    boards: [
      { key: 'seasonal', name: 'Seasonal', metric: 'revenue', prizes: [gold, silver, best] },
      { key: 'rising', name: 'Rising', metric: 'revenue', score: 'growth', growth },
    ],
  });
  await expect
    .poll(async () => (await engine.catalogues.current(engine.tenant.id)).boards.get('rising')?.windows)
    .toEqual(['week']);
  // What a metric comes to must leave the boards right that nobody speaks of.
  expect(await refusal({ metrics: [{ ...revenue, windows: ['month', 'season'] }] })).toEqual([
    '/metrics/0: The board rising would be wrong: Growth compares days, and the metric revenue does not keep the window day',
  ]);
});

test('a board that changes leaves the numbers of its metric alone', async () => {
  const daily = { ...revenue, windows: ['day' as const] };
  await start({ metrics: [daily], boards: [top] });
  await engine.send(purchase('p1', 1000));
  const versions = () =>
    rows(engine.database.orm, sql`select metric_id, period_id, subject_ref, xmin::text from metric_values`);
  const before = await versions();
  await engine.apply({ boards: [{ ...top, score: 'growth', growth: { damping: 5 }, minimum: 0, scale: 1 }] });
  expect(await versions()).toEqual(before);
});
