import type { DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { ProblemError } from '../kernel/problem-error.ts';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase, refund, reversal, review } from '../testing/events.ts';

let engine: TestEngine;
afterEach(() => engine.close());

const start = async (definitions?: DefinitionsInput) => {
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), ...(definitions && { definitions }) });
};

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const revenue = { key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum' as const };
const top = { key: 'top', name: 'Top', metric: 'revenue' };

const numbers = async () => {
  const found = await rows<{ key: string; window: string; segment: string; value: string; count: string }>(
    engine.database.orm,
    sql`select m.key, p.key as window, segment, value, count
        from metric_values v join metrics m on m.id = v.metric_id join metric_periods p on p.id = v.period_id order by 1, 2, 3`,
  );
  return found
    .map(({ key, window, segment, value, count }) => `${key} ${window} ${segment}= ${value} (${count})`)
    .sort();
};
const clean = async () => expect((await prove(engine.database, engine.tenant)).differences).toEqual([]);
const revisions = async () =>
  rows(engine.database.orm, sql`select revision, by from definition_revisions order by revision`);

async function refusal(document: DefinitionsInput, options?: { prune?: boolean }): Promise<string[]> {
  const error = await engine.apply(document, options).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  expect(error.code).toBe('invalid-request');
  return error.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe('applying', () => {
  test('makes a revision of what changes, and none of what does not', async () => {
    await start({ metrics: [revenue], boards: [top] });
    expect(await engine.apply({ metrics: [revenue] })).toMatchObject({ revision: 1, applied: false, changes: [] });
    expect(await engine.apply({ boards: [{ ...top, name: 'Best' }] })).toMatchObject({
      revision: 2,
      applied: true,
      changes: [{ kind: 'board', key: 'top', change: 'changed', fields: ['name'] }],
    });
    expect(await revisions()).toEqual([
      { revision: 1, by: 'operator:test' },
      { revision: 2, by: 'operator:test' },
    ]);
  });

  test('a dry run says what would change and what an event would cost, and changes nothing', async () => {
    await start();
    const windows = ['all-time' as const, 'day' as const];
    const diff = await engine.apply(
      { metrics: [{ ...revenue, windows, segments: ['user.country'] }] },
      { dryRun: true },
    );
    expect(diff).toEqual({
      revision: 0,
      applied: false,
      countsSince: [],
      drops: null,
      changes: [{ kind: 'metric', key: 'revenue', change: 'added', fields: [] }],
      rowsPerEvent: [{ type: 'purchase.completed', rows: 4 }],
    });
    expect(await revisions()).toEqual([]);
  });

  test('removes nothing without prune, and with it the numbers too', async () => {
    await start({ metrics: [revenue, { ...revenue, key: 'sales', fold: 'count' }] });
    await engine.send(purchase('p1', 1000));
    expect(await engine.apply({ metrics: [revenue] })).toMatchObject({ changes: [] });
    expect(await engine.apply({ metrics: [revenue] }, { prune: true })).toMatchObject({
      changes: [{ kind: 'metric', key: 'sales', change: 'removed' }],
    });
    expect(await numbers()).toEqual(['revenue all-time = 1000 (1)']);
    await engine.send(purchase('p2', 1));
    await clean();
  });
});

describe('numbers', () => {
  const everything: DefinitionsInput = {
    seasons: [{ key: 'autumn', name: 'Autumn', start: '2026-11-02T00:00', end: '2026-11-30T00:00' }],
    metrics: (['sum', 'count', 'average', 'max', 'min', 'unique'] as const).flatMap((fold) => [
      { ...revenue, key: `of-${fold}`, fold, windows: ['all-time', 'day', 'season'], segments: ['data.currency'] },
      {
        key: `lost-${fold}`,
        subject: 'user',
        sources: [{ type: 'purchase.charged-back', subject: 'data.properties.by', value: 'data.amount' }],
        fold,
      },
    ]),
  };
  const events = () =>
    [
      ...[purchase('p1', 1000, { at: '2026-11-01T12:00:00Z' }), purchase('p2', 500, { at: '2026-11-03T12:00:00Z' })],
      ...[purchase('p3', 0), purchase('p4', 700, { creator: 'c2', currency: 'USD' })],
      ...[refund('r1', 'p1', 333), refund('r4', 'p4')],
      ...[reversal('purchase.charged-back', 'b2', 'p2'), reversal('chargeback.won', 'w2', 'b2', 100)],
      // Refused for its currency, and itself taken back: one of one, not a part of its original's amount.
      ...[
        { ...reversal('purchase.charged-back', 'b1', 'p1', undefined, { currency: 'USD' }) },
        reversal('chargeback.won', 'w1', 'b1'),
      ],
    ].map((event) =>
      event.type === 'purchase.charged-back' ? { ...event, data: { ...event.data, properties: { by: 'x' } } } : event,
    );

  test('a metric that comes later holds what it would have held from the start', async () => {
    await start(everything);
    await engine.send(...events());
    const live = await numbers();
    expect(live).toContain('of-sum 2026-11-01 = 667 (1)');
    await clean();
    await engine.apply({}, { prune: true });
    expect(await numbers()).toEqual([]);
    await engine.apply(everything);
    expect(await numbers()).toEqual(live);
    await clean();
  });

  test('a new season is filled from the facts; one that goes takes its numbers along and is folded no further', async () => {
    const seasonal = { ...revenue, windows: ['season' as const] };
    await start({ metrics: [seasonal] });
    const at = '2026-11-10T12:00:00Z';
    await engine.send(purchase('p1', 1000, { at }));
    expect(await numbers()).toEqual([]);
    const autumn = { key: 'autumn', name: 'Autumn', start: '2026-11-02T00:00', end: '2026-11-30T00:00' };
    await engine.apply({ seasons: [autumn] });
    expect(await numbers()).toEqual(['revenue autumn = 1000 (1)']);
    await engine.apply({ metrics: [seasonal] }, { prune: true });
    await engine.send(purchase('p2', 1, { at }));
    expect(await numbers()).toEqual([]);
    await clean();
    await engine.apply({ seasons: [autumn] });
    expect(await numbers()).toEqual(['revenue autumn = 1001 (2)']);
    expect(await refusal({ seasons: [{ ...autumn, end: '2026-12-01T00:00' }] })).toEqual([
      '/seasons/0: The season autumn is in use: its boundaries stand',
    ]);
    await engine.apply({ metrics: [seasonal] }, { prune: true });
    expect(await refusal({ seasons: [{ ...autumn, end: '2026-12-01T00:00' }] })).toHaveLength(1);
    await engine.apply({ seasons: [{ ...autumn, name: 'Fall' }] });
    await clean();
  });

  test('a changed metric is swapped in whole: readers see the old numbers until it is', async () => {
    await start({ metrics: [revenue] });
    await engine.send(
      ...Array.from({ length: 300 }, (_, index) => purchase(`p${index}`, 10, { creator: `c${index % 3}` })),
    );
    const seen = new Set<string>();
    let done = false;
    const reading = (async () => {
      while (!done) seen.add((await numbers()).join());
    })();
    const old = (await numbers()).join();
    await engine.apply({ metrics: [{ ...revenue, fold: 'count' }] });
    const fresh = (await numbers()).join();
    done = true;
    await reading;
    expect(fresh).toBe(Array(3).fill('revenue all-time = 100 (100)').join());
    for (const state of seen) expect([old, fresh]).toContain(state);
    await clean();
  });

  test('when what takes back what changes, what stands of recorded facts changes with it', async () => {
    const voided = { type: 'sale.voided', schema: { type: 'object' } };
    await start({
      activityTypes: [{ ...voided, reverses: ['purchase.completed'] }],
      metrics: [revenue, { ...revenue, key: 'dearest', fold: 'max' }],
    });
    await engine.send(purchase('p1', 1000), purchase('p2', 400));
    await engine.send({ ...reversal('sale.voided', 'v1', 'p1') });
    const without = ['dearest all-time = 400 (1)', 'revenue all-time = 400 (1)'];
    expect(await numbers()).toEqual(without);
    await engine.apply({ activityTypes: [{ ...voided, reverses: ['review.submitted'] }] });
    expect(await numbers()).toEqual(['dearest all-time = 1000 (2)', 'revenue all-time = 1400 (2)']);
    await clean();
    await engine.apply({ activityTypes: [{ ...voided, reverses: ['review.submitted', 'purchase.completed'] }] });
    expect(await numbers()).toEqual(without);
    await clean();
  });

  test('a metric that the facts do not fit is refused, and the old one stays', async () => {
    await start({ metrics: [revenue] });
    await engine.send(purchase('p1', Number.MAX_SAFE_INTEGER));
    engine.leaveUnproven();
    await engine.database.orm.execute(sql`
      insert into activity_facts (tenant_id, sequence, trust, source, id, type, time, subject, data)
      select tenant_id, sequence + n, trust, source, id || n, type, time, subject, data
      from activity_facts, generate_series(1, 1100) as n`);
    const error = await engine
      .apply({ metrics: [{ ...revenue, windows: ['day'] }] })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'rule-violation', message: expect.stringContaining('revenue') });
    expect(await numbers()).toEqual(['revenue all-time = 9007199254740991 (1)']);
  });

  test('applying while events come in leaves every number exact', async () => {
    await start({ metrics: [revenue] });
    const other = await engine.startAnother();
    const folds = ['count', 'max', 'average', 'unique', 'sum'] as const;
    const sending = [engine.recorder, other.recorder].map(async (recorder, process) => {
      for (let round = 0; round < 12; round++) {
        const id = `${process}-${round}`;
        const facts = await engine.accept([
          ...[purchase(`p${id}`, 100 + round), purchase(`q${id}`, 7, { creator: 'c2' }), review(`v${id}`, 4)],
          refund(`r${id}`, `p${1 - process}-${round}`, 10),
        ]);
        await recorder.recordAll(engine.tenant, facts, 'log');
      }
    });
    const applying = (async () => {
      for (const fold of folds)
        await engine.apply({
          metrics: [
            { ...revenue, fold },
            { ...revenue, key: `n-${fold}`, fold },
          ],
        });
    })();
    await Promise.all([...sending, applying]);
    await other.stop();
    await clean();
    expect(await numbers()).toContain('n-count all-time = 24 (24)');
  }, 60_000);
});

test('as many applications at once as there are connections all come through', async () => {
  await start({ metrics: [revenue] });
  await engine.send(purchase('p1', 1000), purchase('p2', 400, { creator: 'c2' }));
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      engine.apply({ metrics: [{ ...revenue, key: `m${index}`, subject: `kind-${index}`, windows: ['day', 'week'] }] }),
    ),
  );
  await clean();
});

test('what is wrong is named by its place in the document', async () => {
  const monthly = { ...revenue, windows: ['all-time', 'month'] as const, segments: ['data.currency'] };
  await start({ metrics: [{ ...monthly, windows: [...monthly.windows] }], boards: [top] });
  const object = { type: 'object' };
  expect(
    await refusal({
      activityTypes: [
        { type: 'a.done', schema: object, reverses: ['b.done'] },
        { type: 'b.done', schema: object, reverses: ['a.done'] },
        { type: 'c.done', schema: object, reverses: ['nothing.known'] },
        { type: 'd.done' },
        { type: 'purchase.completed', reverses: ['chargeback.won'] },
        { type: 'e.done', schema: { type: 'object', properties: { a: { type: 'no-such-type' } } } },
      ],
      seasons: [
        { key: 'week', name: 'Week', start: '2027-01-01T00:00', end: '2027-02-01T00:00' },
        { key: '2027-01', name: 'January', start: '2027-01-01T00:00', end: '2027-02-01T00:00' },
      ],
      metrics: [
        { ...revenue, key: 'x', sources: [sold, { ...sold, type: 'no.type' }] },
        { ...revenue, key: 'x' },
      ],
      boards: [
        { key: 'b1', name: 'B', metric: 'nothing' },
        {
          key: 'b2',
          name: 'B',
          metric: 'revenue',
          windows: ['all-time', 'week'],
          segments: ['data.currency', 'user.country'],
        },
        { key: 'b3', name: 'B', metric: 'revenue', score: 'average' },
        { key: 'b3', name: 'B', metric: 'x' },
      ],
    }),
  ).toEqual([
    '/activityTypes/0/reverses: a.done would take back itself, through the types that it reverses',
    '/activityTypes/1/reverses: b.done would take back itself, through the types that it reverses',
    '/activityTypes/2/reverses/0: There is no activity type nothing.known',
    '/activityTypes/3/schema: d.done is not built in, so it needs a schema',
    '/activityTypes/4/reverses: purchase.completed would take back itself, through the types that it reverses',
    expect.stringMatching(/^\/activityTypes\/5\/schema: .*no-such-type/),
    '/seasons/0/key: week would be taken for a window or a calendar period',
    '/seasons/1/key: 2027-01 would be taken for a window or a calendar period',
    '/metrics/0/sources/1/type: There is no activity type no.type',
    '/metrics/1: x is defined twice',
    '/boards/0/metric: There is no metric nothing',
    '/boards/1/windows/1: The metric revenue does not keep the window week',
    '/boards/1/segments/1: The metric revenue does not keep the segment user.country',
    '/boards/2/score: The score average cannot be read from the fold sum',
    '/boards/3: b3 is defined twice',
  ]);
});

test('a schema by which an event could be judged forever, or not as strictly as a built-in type, is refused by its place', async () => {
  await start();
  const refused = async (schema: object) =>
    (await refusal({ activityTypes: [{ type: 'a.done', schema: { ...schema } }] })).map((line) =>
      line.replace('/activityTypes/0/schema', ''),
    );
  const field = (schema: unknown) => ({ type: 'object', properties: { a: schema } });
  const nested = (levels: number): object =>
    levels === 0 ? { type: 'string' } : { type: 'array', items: nested(levels - 1) };
  const noPattern =
    'pattern cannot be used here: regular expressions are not allowed; use enum, const, minLength or maxLength';
  const slow = { type: 'string', pattern: '^(a+)+$' };
  expect(await refused(field(slow))).toEqual([`/properties/a/pattern: ${noPattern}`]);
  for (const keyword of ['items', 'contains', 'propertyNames', 'additionalProperties']) {
    expect(await refused(field({ [keyword]: slow }))).toEqual([`/properties/a/${keyword}/pattern: ${noPattern}`]);
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    expect(await refused(field({ [keyword]: [{}, slow] }))).toEqual([
      `/properties/a/${keyword}/1/pattern: ${noPattern}`,
    ]);
  }
  expect(await refused(field({ type: 'object', patternProperties: { '^(a+)+$': {} } }))).toEqual([
    expect.stringMatching(/^\/properties\/a\/patternProperties: .*list the fields/),
  ]);
  expect(await refused({ ...field({ $ref: '#/$defs/a' }), $defs: { a: slow } })).toEqual([
    expect.stringMatching(/^\/properties\/a\/\$ref: .*write the schema out/),
    expect.stringMatching(/^\/\$defs: /),
  ]);
  expect(await refused(field({ type: ['object', 'object'] }))).toEqual([
    '/properties/a/type: must not name a type twice',
  ]);
  expect(await refused(field(nested(15)))).toEqual([expect.stringMatching(/levels deep$/)]);
  expect(await refused({ ...field({}), description: 'x'.repeat(16 * 1024) })).toEqual([
    ': The schema must be at most 16 kB of JSON',
  ]);
  expect(await refused({ ...field({}), additionalProperties: true })).toEqual([
    '/additionalProperties: Unknown fields are refused; free fields have their place in data.properties',
  ]);
  expect(await refused({ ...field({}), additionalProperties: { type: 'string' } })).toHaveLength(1);
  expect(await refused({ ...field({}), anyOf: [{}], required: ['b'] })).toEqual([
    '/required/0: There is no field b',
    '/anyOf: anyOf is for fields: list these in properties and required',
  ]);
  expect(await refused({ type: 'object', properties: { properties: {} } })).toEqual([
    '/properties/properties: data.properties is there for every type: a flat free map',
  ]);
  expect(await refused({})).toEqual(['/type: data is an object: the type must be "object"']);

  const fine = { a: nested(14), pattern: { type: 'string', enum: ['pattern'], format: 'regex' } };
  await engine.apply({
    activityTypes: [
      { type: 'a.done', schema: { type: 'object', properties: fine, required: ['a'], additionalProperties: false } },
    ],
  });
});

test('what a document does to the metric of a board outside it is refused, and so is a removal that orphans one', async () => {
  await start({ metrics: [{ ...revenue, windows: ['all-time', 'month'] }], boards: [{ ...top, windows: ['month'] }] });
  expect(await refusal({ metrics: [{ ...revenue, key: 'other' }, revenue] })).toEqual([
    '/metrics/1: The board top would be wrong: The metric revenue does not keep the window month',
  ]);
  expect(await refusal({ metrics: [{ ...revenue, windows: ['month'], fold: 'average' }] })).toEqual([
    '/metrics/0: The board top would be wrong: The score total cannot be read from the fold average',
  ]);
  expect(await refusal({ boards: [top] }, { prune: true })).toEqual(['/boards/0/metric: There is no metric revenue']);
  expect(await revisions()).toHaveLength(1);
});

test('a shape that is wrong is refused before anything is looked at', async () => {
  await start();
  const wrong = (metric: object) => engine.apply({ metrics: [{ ...revenue, ...metric }] });
  await expect(async () => wrong({ segments: ['data.currency', 'data.currency'] })).rejects.toThrow(
    /must not name a segment twice/,
  );
  await expect(async () => wrong({ windows: ['day', 'day'] })).rejects.toThrow(/must not name a window twice/);
  await expect(async () => wrong({ fold: 'max', sources: [{ type: sold.type, subject: 'subject' }] })).rejects.toThrow(
    /needs a value/,
  );
});
