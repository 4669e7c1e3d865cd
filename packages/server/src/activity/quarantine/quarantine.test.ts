import type { Cap, DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { ProblemError } from '../../kernel/problem-error.ts';
import { rows } from '../../platform/db/database.ts';
import { prove } from '../../proof/index.ts';
import { createTestEngine, type TestEngine } from '../../testing/engine.ts';
import { purchase, refund, reversal, review } from '../../testing/events.ts';
import { forgetOldCounts } from './forget.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const at = (time: string) => `2026-11-24T${time}Z`;
const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const METRICS: DefinitionsInput['metrics'] = [
  { key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum' },
  { key: 'lost', subject: 'user', sources: [{ ...sold, type: 'purchase.refunded', subject: 'subject' }], fold: 'sum' },
];
const cap = (fields: Partial<Cap> = {}): Cap => ({
  key: 'purchases',
  types: ['purchase.completed'],
  by: ['subject'],
  limit: 2,
  per: 'hour',
  ...fields,
});

let engine: TestEngine;
afterEach(() => engine.close());

const start = async (...caps: Cap[]) => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    definitions: { metrics: METRICS, caps },
    clock: { now: () => NOW },
  });
};

const buy = (id: string, amount: number, extra: Parameters<typeof purchase>[2] = {}) =>
  purchase(id, amount, { at: at('10:00:00'), ...extra });

const back = (id: string, of: string, amount: number) => refund(id, of, amount, { at: at('11:30:00') });
const charge = (type: string, id: string, of: string) => reversal(type, id, of, undefined, { at: at('11:45:00') });

const rate = (id: string) => review(id, 5, { at: at('11:30:00') });

async function revenue(creator = 'c1'): Promise<number> {
  const [row] = await rows<{ value: string }>(
    engine.database.orm,
    sql`select v.value from metric_values v join metrics m on m.id = v.metric_id
        join metric_subjects s on s.ref = v.subject_ref where m.key = 'revenue' and s.key = ${creator}`,
  );
  return Number(row?.value ?? 0);
}

const cases = () => engine.quarantine.list(engine.tenant.id, { limit: 100, below: null, state: null });
const caseOf = async (key: string) => (await cases()).find(({ cap }) => cap === key);
const held = async (id: string) =>
  (await engine.quarantine.get(engine.tenant.id, id, { limit: 100, after: null })).facts.map(({ id }) => id);
const accept = (id = '1') => engine.quarantine.accept(engine.tenant, id, 'operator:test');
const reject = (id = '1') => engine.quarantine.reject(engine.tenant, id, 'operator:test');
const clean = async () => expect((await prove(engine.database, engine.tenant)).differences).toEqual([]);
/** Computes every number anew, as a changed definition does. */
const rebuild = () =>
  engine.database.transaction(async (tx) => {
    const catalogue = await engine.catalogues.within(tx, engine.tenant.id);
    await engine.metrics.rebuild(tx, engine.tenant, catalogue, [...catalogue.metrics.keys()]);
  });

describe('a cap', () => {
  test('lets as many through as it allows, and holds the rest in one case', async () => {
    await start(cap());
    expect(await engine.send(buy('p1', 1), buy('p2', 10), buy('p3', 100))).toEqual(Array(3).fill('recorded'));
    await engine.send(buy('p4', 1000));
    expect(await revenue()).toBe(11);
    expect(await cases()).toEqual([
      {
        id: '1',
        cap: 'purchases',
        by: { subject: 'u1' },
        limit: 2,
        from: '2026-11-24T10:00:00+00:00',
        to: '2026-11-24T11:00:00+00:00',
        held: 2,
        state: 'open',
        openedAt: expect.any(String),
        decidedAt: null,
      },
    ]);
    expect(await held('1')).toEqual(['p3', 'p4']);
    await clean();
  });

  test('tells apart users, hours of the events, and whatever it names', async () => {
    await start(cap({ by: ['subject', 'data.creatorId', 'source'], limit: 1 }));
    await engine.send(
      buy('p1', 1),
      ...[buy('p2', 1, { subject: 'u2' }), buy('p3', 1, { creator: 'c2' }), buy('p4', 1, { source: 'app' })],
      ...[buy('p5', 1, { at: at('09:59:59.999999') }), buy('p6', 1, { at: at('11:00:00') })],
    );
    expect(await cases()).toEqual([]);
    await engine.send(buy('p7', 1, { at: at('10:59:59.999999') }));
    expect(await cases()).toMatchObject([{ by: { subject: 'u1', 'data.creatorId': 'c1', source: 'shop' }, held: 1 }]);
  });

  test('per day counts the day in UTC', async () => {
    await start(cap({ per: 'day', limit: 1 }));
    await engine.send(buy('p1', 1, { at: at('00:00:00') }), buy('p2', 1, { at: '2026-11-23T23:59:59Z' }));
    expect(await cases()).toEqual([]);
    await engine.send(buy('p3', 1, { at: at('11:59:59') }));
    expect(await cases()).toMatchObject([{ from: '2026-11-24T00:00:00+00:00', to: '2026-11-25T00:00:00+00:00' }]);
  });

  test('counts each event once, however often it comes', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', 1));
    for (let times = 0; times < 3; times++) await engine.send(buy('p1', 1), buy('p1', 1));
    expect(await cases()).toEqual([]);
    for (let times = 0; times < 3; times++) await engine.send(buy('p2', 1), buy('p1', 1));
    expect(await cases()).toMatchObject([{ held: 1 }]);
  });

  test('leaves alone what takes back, other types, and what lacks a field that it names', async () => {
    await start(cap({ types: ['purchase.completed', 'review.submitted'], by: ['data.orderId'], limit: 1 }));
    await engine.send(buy('p1', 5), buy('p2', 5), rate('v1'), rate('v2'));
    await engine.send(back('r1', 'p1', 1), back('r2', 'p1', 1), back('r3', 'p1', 1));
    expect(await cases()).toEqual([]);
    expect(await revenue()).toBe(7);
  });

  test('begins anew when it counts otherwise, and goes on when its limit moves', async () => {
    await start(cap());
    await engine.send(buy('p1', 1), buy('p2', 1));
    await engine.apply({ caps: [cap({ limit: 3 })] });
    await engine.send(buy('p3', 1), buy('p4', 1));
    expect(await cases()).toMatchObject([{ held: 1, limit: 3 }]);
    await engine.apply({ caps: [cap({ limit: 3, by: ['subject', 'source'] })] });
    await engine.send(buy('p5', 1), buy('p6', 1), buy('p7', 1));
    expect(await cases()).toHaveLength(1);
    await clean();
  });

  test('that is removed leaves its cases to be decided', async () => {
    await start(cap());
    await engine.send(buy('p1', 1), buy('p2', 1), buy('p3', 1));
    await engine.apply({ metrics: METRICS ?? [] }, { prune: true });
    await engine.send(buy('p4', 1));
    expect(await revenue()).toBe(3);
    await accept();
    expect(await revenue()).toBe(4);
  });

  test('counts exactly with many batches in flight', async () => {
    await start(cap({ limit: 10 }), cap({ key: 'creators', by: ['data.creatorId'], limit: 25 }));
    const other = await engine.startAnother();
    const events = Array.from({ length: 90 }, (_, n) =>
      buy(`p${n}`, 1, { subject: `u${n % 3}`, creator: `c${n % 2}` }),
    );
    const facts = await engine.accept(events);
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        (n % 2 ? engine : other).recorder.recordAll(
          engine.tenant,
          facts.filter((_fact, index) => index % 30 === n),
          'log',
        ),
      ),
    );
    await other.stop();
    const found = await cases();
    expect(found.map(({ by, held }) => [Object.values(by)[0], held]).sort()).toEqual([
      ['c0', 20],
      ['c1', 20],
      ['u0', 20],
      ['u1', 20],
      ['u2', 20],
    ]);
    await clean();
  });
});

describe('what is held', () => {
  test('counts as if it never had been once it is accepted, with what was taken back before and after', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(back('r3', 'p3', 30));
    await engine.send(buy('p1', 1), buy('p2', 20), buy('p3', 300), buy('p4', 4000));
    await engine.send(back('r2', 'p2', 5), charge('purchase.charged-back', 'b4', 'p4'));
    expect(await revenue()).toBe(1);
    await clean();
    expect(await accept()).toMatchObject({ state: 'accepted', held: 3, decidedAt: expect.any(String) });
    expect(await revenue()).toBe(1 + 15 + 270);
    await engine.send(charge('chargeback.won', 'w4', 'b4'), back('r1', 'p2', 5));
    expect(await revenue()).toBe(1 + 10 + 270 + 4000);
    await clean();
    await rebuild();
    expect(await revenue()).toBe(4281);
  });

  test('is left out for good once it is rejected, also of numbers that are computed anew', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', 1), buy('p2', 20));
    expect(await reject()).toMatchObject({ state: 'rejected' });
    await engine.send(back('r2', 'p2', 5), buy('p3', 300));
    expect(await revenue()).toBe(1);
    expect(await cases()).toMatchObject([{ held: 2, state: 'rejected' }]);
    await rebuild();
    expect(await revenue()).toBe(1);
    await clean();
  });

  test('is no longer held once the burst was accepted: what is still to come of it counts', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', 1), buy('p2', 20));
    await accept();
    await engine.send(buy('p3', 300));
    expect(await revenue()).toBe(321);
    expect(await cases()).toMatchObject([{ held: 1 }]);
  });

  test('by two caps counts when both are accepted, in either order', async () => {
    await start(cap({ limit: 1 }), cap({ key: 'creators', by: ['data.creatorId'], limit: 2 }));
    await engine.send(buy('p1', 1), buy('p2', 20), buy('p3', 300));
    const [creators, users] = [await caseOf('creators'), await caseOf('purchases')];
    expect([creators?.held, users?.held]).toEqual([1, 2]);
    await accept(users?.id);
    expect(await revenue()).toBe(21);
    const { facts } = await engine.quarantine.get(engine.tenant.id, users?.id ?? '', { limit: 9, after: null });
    expect(facts.map(({ id, counts }) => [id, counts])).toEqual([
      ['p2', true],
      ['p3', false],
    ]);
    await clean();
    await accept(creators?.id);
    expect(await revenue()).toBe(321);
  });

  test('by two caps of which one rejects it never counts', async () => {
    await start(cap({ limit: 1 }), cap({ key: 'creators', by: ['data.creatorId'], limit: 2 }));
    await engine.send(buy('p1', 1), buy('p2', 20), buy('p3', 300));
    const [creators, users] = [await caseOf('creators'), await caseOf('purchases')];
    await reject(creators?.id);
    await accept(users?.id);
    expect(await revenue()).toBe(21);
    await clean();
  });

  test('stays undecided when its numbers would not fit', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', Number.MAX_SAFE_INTEGER), buy('p2', 1));
    await expect(accept()).rejects.toMatchObject({ code: 'rule-violation' });
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    expect(await revenue()).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('may be many: a case of more events than are read at once is accepted in one step', async () => {
    await start(cap({ limit: 1, per: 'day' }));
    const facts = await engine.accept(Array.from({ length: 2101 }, (_, n) => buy(`p${n}`, 1)));
    await engine.recorder.recordAll(engine.tenant, facts, 'import');
    expect(await revenue()).toBe(1);
    await accept();
    expect(await revenue()).toBe(2101);
  });
});

describe('a verdict', () => {
  test('twice is once, and stands', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', 1), buy('p2', 20));
    const first = await accept();
    expect(await accept()).toEqual(first);
    expect(await revenue()).toBe(21);
    const error = await reject().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code: 'conflict' });
  });

  test('of two at once is one', async () => {
    await start(cap({ limit: 1 }));
    await engine.send(buy('p1', 1), buy('p2', 20));
    const verdicts = await Promise.allSettled([accept(), reject(), accept(), reject()]);
    expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const [{ state } = { state: 'open' }] = await cases();
    expect(await revenue()).toBe(state === 'accepted' ? 21 : 1);
  });
});

test('counts are forgotten when nothing can follow any longer, and no sooner', async () => {
  await start(cap({ limit: 1 }));
  await engine.send(buy('p1', 1), buy('p2', 1, { subject: 'u2' }));
  const age = (days: number) =>
    engine.database.orm.execute(
      sql`update activity_cap_counts set counted_at = now() - make_interval(days => ${days})`,
    );
  await age(99);
  await forgetOldCounts(engine.database);
  await engine.send(buy('p3', 1));
  expect(await cases()).toMatchObject([{ held: 1 }]);
  await age(101);
  await engine.send(buy('p4', 1));
  await forgetOldCounts(engine.database);
  await engine.send(buy('p5', 1), buy('p6', 1, { subject: 'u2' }));
  expect((await cases()).map(({ by, held }) => [by.subject, held])).toEqual([['u1', 3]]);
});

test('a cap names types that are there, and none that takes back events', async () => {
  await start();
  const refusals = await engine
    .apply({ caps: [cap({ types: ['purchase.completed', 'purchase.refunded', 'purchase.dreamt'] })] })
    .catch(({ errors }: ProblemError) => errors.map(({ pointer }) => pointer));
  expect(refusals).toEqual(['/caps/0/types/1', '/caps/0/types/2']);
});
