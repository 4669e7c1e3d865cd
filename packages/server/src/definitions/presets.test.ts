import { Board, Definitions, type DefinitionsInput, Metric } from '@engagement/contract';
import { afterEach, expect, inject, test } from 'vitest';
import { ProblemError } from '../kernel/problem-error.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';

let engine: TestEngine;
afterEach(() => engine.close());

const start = async () => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl') });
};

const held = async () => (await engine.definitions.read(engine.tenant)).definitions;

async function refusal(document: DefinitionsInput): Promise<string[]> {
  const error = await engine.apply(document).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  return error.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
}

const downloads = (windows: Metric['windows'], subject = 'asset') =>
  Metric.parse({
    key: `${subject}-downloads`,
    subject,
    sources: [{ type: 'asset.downloaded', subject: subject === 'asset' ? 'data.assetId' : 'data.creatorId' }],
    fold: 'count',
    windows,
    unit: { label: 'downloads' },
  });

test('the four boards of a marketplace in four lines, on metrics that they share', async () => {
  await start();
  const presets: DefinitionsInput['presets'] = [
    { preset: 'most-downloaded' },
    { preset: 'top-rated' },
    { preset: 'fastest-growing' },
    { preset: 'seasonal-winners' },
  ];
  expect(await engine.apply({ presets })).toMatchObject({
    revision: 1,
    applied: true,
    rowsPerEvent: [
      { type: 'asset.downloaded', rows: 5 },
      { type: 'review.submitted', rows: 1 },
    ],
  });
  const whole = await held();
  expect(whole.metrics).toEqual([
    downloads(['week', 'month', 'all-time', 'day', 'season']),
    Metric.parse({
      key: 'asset-rating',
      subject: 'asset',
      sources: [{ type: 'review.submitted', subject: 'data.assetId', value: 'data.rating' }],
      fold: 'average',
      scale: 2,
      windows: ['all-time'],
      unit: { label: 'stars' },
    }),
  ]);
  const base = { metric: 'asset-downloads', segments: [] };
  expect(whole.boards).toEqual(
    [
      { ...base, key: 'most-downloaded-assets', name: 'Most downloaded', windows: ['week', 'month', 'all-time'] },
      {
        ...base,
        key: 'top-rated-assets',
        name: 'Top rated',
        metric: 'asset-rating',
        score: 'average',
        prior: { weight: 10 },
        windows: ['all-time'],
      },
      {
        ...base,
        key: 'fastest-growing-assets',
        name: 'Fastest growing',
        score: 'growth',
        growth: { damping: 10, minimumBase: 10 },
        windows: ['week'],
      },
      { ...base, key: 'seasonal-winners-assets', name: 'Winners of the season', windows: ['season'] },
    ].map((each) => ({ ...Board.parse(each), enabled: true })),
  );
  // What they came to may be put in their place, and they again: nothing changes.
  expect(await engine.apply(whole)).toMatchObject({ revision: 1, changes: [] });
  expect(await engine.apply({ presets }, { prune: true })).toMatchObject({ revision: 1, changes: [] });
});

test('a preset takes a key, a name, and what makes it this marketplace’s own', async () => {
  await start();
  const prizes = [{ key: 'winner', name: 'Winner', ranks: { from: 1, to: 1 } }];
  const follows = { type: 'creator.followed', subject: 'subject', value: 'data.creatorId' };
  await engine.apply({
    metrics: [{ key: 'followed', subject: 'user', sources: [follows], fold: 'unique' }],
    presets: [
      {
        preset: 'most-downloaded',
        subject: 'creator',
        key: 'popular',
        name: 'Popular',
        windows: ['day'],
        segments: ['user.country'],
        placements: ['home'],
      },
      { preset: 'top-rated', subject: 'creator', weight: 50, minimumCount: 3, windows: ['month'] },
      {
        preset: 'fastest-growing',
        of: 'revenue',
        currency: 'EUR',
        windows: ['month'],
        damping: 5000,
        minimumBase: 100,
      },
      { preset: 'seasonal-winners', subject: 'creator', of: 'sales', prizes, following: 'followed' },
    ],
  });
  const { metrics, boards } = await held();
  expect(metrics).toEqual([
    expect.objectContaining({ key: 'followed' }),
    { ...downloads(['day'], 'creator'), segments: ['user.country'] },
    expect.objectContaining({ key: 'creator-rating', windows: ['month', 'all-time'] }),
    expect.objectContaining({
      key: 'asset-revenue-eur',
      fold: 'sum',
      windows: ['day'],
      unit: { label: 'sales', currency: 'EUR' },
      sources: [{ type: 'purchase.completed', subject: 'data.assetId', value: 'data.amount', filter: [] }],
    }),
    expect.objectContaining({ key: 'creator-sales', fold: 'count', windows: ['season'] }),
  ]);
  expect(boards).toMatchObject([
    { key: 'popular', name: 'Popular', windows: ['day'], segments: ['user.country'], placements: ['home'] },
    { key: 'top-rated-creators', prior: { weight: 50 }, minimumCount: 3, windows: ['month'] },
    { key: 'fastest-growing-assets', growth: { damping: 5000, minimumBase: 100 }, windows: ['month'] },
    { key: 'seasonal-winners-creators', metric: 'creator-sales', prizes, following: 'followed' },
  ]);
});

test('what is wrong with a preset is named by its place', async () => {
  await start();
  expect(
    await refusal({
      metrics: [{ ...downloads(['day']), key: 'asset-rating' }],
      boards: [{ key: 'most-downloaded-assets', name: 'Mine', metric: 'asset-rating', score: 'average' }],
      presets: [
        { preset: 'most-downloaded', segments: ['data.properties.a', 'data.properties.a'] },
        { preset: 'top-rated' },
        { preset: 'seasonal-winners', key: 'one' },
        { preset: 'seasonal-winners', key: 'one' },
      ],
    }),
  ).toEqual([
    '/presets/1: asset-rating is defined twice',
    '/presets/0: most-downloaded-assets is defined twice',
    '/presets/0/segments/1: data.properties.a is named twice',
    '/presets/3: one is defined twice',
  ]);
  for (const wrong of [
    { preset: 'slowest' },
    { preset: 'fastest-growing', windows: ['day'] },
    { preset: 'fastest-growing', of: 'revenue' },
    { preset: 'fastest-growing', currency: 'EUR' },
    { preset: 'top-rated', damping: 3 },
  ]) {
    expect(Definitions.safeParse({ presets: [wrong] }).error?.issues[0]?.path.slice(0, 2)).toEqual(['presets', 0]);
  }
});
