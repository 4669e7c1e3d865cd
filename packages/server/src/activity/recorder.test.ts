import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: {
      metrics: [
        {
          key: 'revenue',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'sum',
          windows: ['all-time', 'month'],
        },
        {
          key: 'dearest',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'max',
        },
      ],
    },
  });
});
afterAll(() => engine.close());

const values = () =>
  rows<{ key: string; window: string; value: string; count: string }>(
    engine.database.orm,
    sql`select m.key, p."window", value, count from metric_values v join metrics m on m.id = v.metric_id join metric_periods p on p.id = v.period_id order by 1, 2`,
  );

async function send(...events: object[]) {
  const judged = await engine.door.judge(engine.tenant, events, { trust: 'server' });
  const facts = judged.map((acceptance) => {
    if ('rejection' in acceptance) throw new Error(JSON.stringify(acceptance.rejection));
    return acceptance.fact;
  });
  return [...(await engine.recorder.recordAll(engine.tenant, facts, 'http')).values()];
}

const purchase = (id: string, amount: number) => ({
  id,
  source: 'shop',
  type: 'purchase.completed',
  time: new Date().toISOString(),
  subject: 'u1',
  data: { creatorId: 'c1', amount, currency: 'EUR' },
});
const refund = (id: string, reverses: string, amount?: number) => ({
  id,
  source: 'shop',
  type: 'purchase.refunded',
  time: new Date().toISOString(),
  data: amount === undefined ? {} : { amount },
  reverses,
});

test('a purchase counts once, a partial refund takes back its part, a whole one the rest', async () => {
  const first = purchase('p1', 1000);
  expect(await send(first)).toEqual(['recorded']);
  expect(await send(first)).toEqual(['duplicate']);
  expect(await send({ ...first, data: { ...first.data, amount: 5 } })).toEqual(['conflict']);
  expect(await values()).toEqual([
    { key: 'dearest', window: 'all-time', value: '1000', count: '1' },
    { key: 'revenue', window: 'all-time', value: '1000', count: '1' },
    { key: 'revenue', window: 'month', value: '1000', count: '1' },
  ]);
  expect(await send(refund('r1', 'p1', 333))).toEqual(['recorded']);
  expect((await values())[1]?.value).toBe('667');
  expect(await send(refund('r3', 'p3', 100), purchase('p2', 50))).toHaveLength(2);
  expect(await send(purchase('p3', 400))).toEqual(['recorded']);
  expect((await values())[1]?.value).toBe('1017');
  expect(await send(refund('r2', 'p1'))).toEqual(['recorded']);
  expect(await values()).toMatchObject([{ value: '400' }, { value: '350', count: '2' }, { value: '350' }]);
});
