import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase, refund } from '../testing/events.ts';
import { type AwaitingPayload, reportAwaiting } from './awaiting-job.ts';
import { AWAITING_QUEUE, DEAD_LETTER_QUEUE } from './queues.ts';

let engine: TestEngine;
beforeEach(async () => {
  const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: { metrics: [{ key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum' }] },
  });
});
afterEach(() => engine.close());

const letters = () =>
  rows(
    engine.database.orm,
    sql`select reason, detail, payload::jsonb ->> 'id' as id, state from dead_letters order by id`,
  );
const revenue = () => rows(engine.database.orm, sql`select value, count from metric_values`);

/** The jobs that recording has queued for a day later, done now. */
async function aDayLater(): Promise<string[]> {
  const told: string[] = [];
  const jobs = { enqueue: async (_tx: unknown, queue: string) => void told.push(queue) };
  const due = engine.jobs.filter(({ queue }) => queue === AWAITING_QUEUE);
  expect(due.map(({ startAfterSeconds }) => startAfterSeconds)).toEqual(due.map(() => 24 * 3600));
  for (const { payload } of due) await reportAwaiting({ database: engine.database, jobs }, payload as AwaitingPayload);
  return told;
}

test('a reversal without its original is listed after a day, and closed when the original comes', async () => {
  await engine.send(refund('r1', 'p1', 300), refund('r2', 'p2', 100));
  expect(await letters()).toEqual([]);
  expect(await aDayLater()).toEqual([DEAD_LETTER_QUEUE, DEAD_LETTER_QUEUE]);
  const detail = (id: string) => `It takes back ${id} of shop, which has not arrived within a day`;
  const open = (id: string, original: string) => ({
    ...{ reason: 'awaiting-original', detail: detail(original), id, state: 'open' },
  });
  expect(await letters()).toEqual([open('r1', 'p1'), open('r2', 'p2')]);

  await engine.send(purchase('p1', 1000));
  expect(await revenue()).toEqual([{ value: '700', count: '1' }]);
  expect(await letters()).toEqual([{ ...open('r1', 'p1'), state: 'replayed' }, open('r2', 'p2')]);
  expect(await aDayLater()).toEqual([]);
  expect((await letters()).map(({ state }) => state)).toEqual(['replayed', 'open']);
  expect((await prove(engine.database, engine.tenant)).differences).toEqual([]);
});

test('a reversal whose original comes within the day is never listed', async () => {
  await engine.send(refund('r1', 'p1', 300));
  await engine.send(purchase('p1', 1000));
  expect(await aDayLater()).toEqual([]);
  expect(await letters()).toEqual([]);
});
