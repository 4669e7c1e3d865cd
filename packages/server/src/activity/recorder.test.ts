import type { DefinitionsInput, Fold } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase, refund, reversal, review } from '../testing/events.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const NOVEMBER = '2026-11-20T10:00:00Z';
const SEPTEMBER = '2026-09-15T10:00:00Z';

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const metric = (key: string, fold: Fold, windows: ('all-time' | 'day' | 'month')[] = ['all-time']) => ({
  key,
  subject: 'creator',
  sources: [sold],
  fold,
  windows,
});
const definitions: DefinitionsInput = {
  metrics: [
    metric('revenue', 'sum', ['all-time', 'month', 'day']),
    ...(['count', 'average', 'max', 'min'] as const).map((fold) => metric(fold, fold)),
    { ...metric('buyers', 'unique'), sources: [{ ...sold, value: 'subject' }] },
    {
      key: 'refunds',
      subject: 'reason',
      sources: [{ type: 'purchase.refunded', subject: 'data.reason' }],
      fold: 'count',
      windows: ['month'],
    },
    {
      key: 'tags',
      subject: 'user',
      sources: [{ type: 'page.viewed', subject: 'subject', value: 'data.properties.tag' }],
      fold: 'unique',
    },
  ],
};

let engine: TestEngine;
beforeEach(async () => {
  // Events that name no time happen now, and now is always the same.
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), definitions });
});
afterEach(async () => {
  await engine.close();
  vi.useRealTimers();
});

const read = (statement: ReturnType<typeof sql>) => rows<Record<string, unknown>>(engine.database.orm, statement);

/** The numbers of a metric, one text for each row. */
const numbers = async (key: string, subject = 'c1') => {
  const found = await read(sql`
    select p.key as period, value, count from metric_values v
    join metrics m on m.id = v.metric_id join metric_periods p on p.id = v.period_id
    join metric_subjects s on s.ref = v.subject_ref where m.key = ${key} and s.key = ${subject} order by 1`);
  return found.map(({ period, value, count }) => `${period} ${value} (${count})`);
};
const letters = () => read(sql`select reason, detail from dead_letters order by id`);
const clean = async () => expect((await prove(engine.database, engine.tenant)).differences).toEqual([]);

describe('an event', () => {
  test('that comes again changes nothing; with other content it is set aside, and the first stands', async () => {
    const first = purchase('p1', 1000, { at: NOVEMBER });
    expect(await engine.send(first)).toEqual(['recorded']);
    expect(await engine.send(first, first)).toEqual(['duplicate', 'duplicate']);
    const same = { ...first, time: '2026-11-20T11:00:00.000+01:00', specversion: '1.0', traceparent: '00-1' };
    expect(await engine.send(same)).toEqual(['duplicate']);
    const other = { ...first, data: { ...first.data, amount: 5 } };
    expect(await engine.send(other)).toEqual(['conflict']);
    expect(await engine.send(other)).toEqual(['conflict']);
    expect(await numbers('count')).toEqual(['all-time 1 (1)']);
    expect(await letters()).toEqual([
      { reason: 'conflict', detail: 'The id p1 of shop is taken by an event with other content, which stands' },
    ]);
    await clean();
  });

  test('of a browser never stands in the way of a server with the same id', async () => {
    const view = { id: 'v1', source: 'shop', type: 'page.viewed', time: NOVEMBER, data: { properties: { tag: 'x' } } };
    const [client] = await engine.accept([view], { trust: 'client', user: 'u1' });
    const [server] = await engine.accept([{ ...view, subject: 'u1', data: { properties: { tag: 'y' } } }]);
    if (!client || !server) throw new Error('not accepted');
    const { outcomes } = await engine.recorder.recordAll(engine.tenant, [client, server], 'http');
    expect([...outcomes.values()]).toEqual(['recorded', 'recorded']);
    expect(await numbers('tags', 'u1')).toEqual(['all-time 2 (2)']);
  });
});

describe('a reversal', () => {
  test('takes its part of a sum; parts that add up to the whole take exactly the whole', async () => {
    await engine.send(purchase('p1', 1000, { at: NOVEMBER }), refund('r1', 'p1', 333, { at: NOVEMBER }));
    expect(await numbers('revenue')).toEqual(['2026-11 667 (1)', '2026-11-20 667 (1)', 'all-time 667 (1)']);
    await engine.send(refund('r2', 'p1', 333), refund('r3', 'p1', 333));
    expect(await numbers('revenue')).toContain('all-time 1 (1)');
    await engine.send(refund('r4', 'p1', 1));
    expect(await numbers('revenue')).toEqual(['2026-11 0 (0)', '2026-11-20 0 (0)', 'all-time 0 (0)']);
    expect(await letters()).toEqual([]);
    await clean();
  });

  test('leaves every other fold whole until nothing stands', async () => {
    await engine.send(purchase('p1', 1000, { subject: 'u1' }), purchase('p2', 400, { subject: 'u2' }));
    await engine.send(refund('r1', 'p1', 999));
    const folds = ['count', 'average', 'max', 'min', 'buyers'];
    expect(await Promise.all(folds.map((key) => numbers(key)))).toEqual(
      ['2 (2)', '1400 (2)', '1000 (2)', '400 (2)', '2 (2)'].map((row) => [`all-time ${row}`]),
    );
    await engine.send(refund('r2', 'p1', 1));
    expect(await Promise.all(folds.map((key) => numbers(key)))).toEqual(
      ['1 (1)', '400 (1)', '400 (1)', '400 (1)', '1 (1)'].map((row) => [`all-time ${row}`]),
    );
    await clean();
  });

  test('counts in every window of what it reverses, however old; what counts reversals counts it at its own time', async () => {
    await engine.send(purchase('p1', 1000, { at: SEPTEMBER }));
    const reason = { reason: 'broken' };
    const late = refund('r1', 'p1', 400, { at: NOVEMBER });
    await engine.send({ ...late, data: { ...late.data, ...reason } });
    expect(await numbers('revenue')).toEqual(['2026-09 600 (1)', '2026-09-15 600 (1)', 'all-time 600 (1)']);
    expect(await numbers('refunds', 'broken')).toEqual(['2026-11 1 (1)']);
    const [row] = await read(
      sql`select distinct reached_at from metric_values where metric_id = (select id from metrics where key = 'revenue')`,
    );
    expect(row).toEqual({ reached_at: '2026-09-15 10:00:00+00' });
  });

  test('may itself be reversed: a chargeback that is won', async () => {
    await engine.send(purchase('p1', 1000, { at: NOVEMBER }), reversal('purchase.charged-back', 'b1', 'p1'));
    expect(await numbers('count')).toEqual(['all-time 0 (0)']);
    await engine.send(reversal('chargeback.won', 'w1', 'b1', 250));
    expect(await numbers('revenue')).toContain('all-time 250 (1)');
    await engine.send(reversal('chargeback.won', 'w2', 'b1'));
    expect(await numbers('revenue')).toContain('all-time 1000 (1)');
    await clean();
  });

  test('that comes first waits, is asked after in a day, and applies when its original comes', async () => {
    await engine.send(refund('r1', 'p1', 300));
    expect(await read(sql`select trust, source, id from activity_awaiting`)).toEqual([
      { trust: 'server', source: 'shop', id: 'r1' },
    ]);
    expect(engine.jobs).toEqual([
      {
        queue: 'activity.awaiting-original',
        payload: { tenantId: 1, trust: 'server', source: 'shop', id: 'r1' },
        startAfterSeconds: 24 * 3600,
      },
    ]);
    await engine.send(purchase('p1', 1000, { at: NOVEMBER }));
    expect(await read(sql`select id from activity_awaiting`)).toEqual([]);
    expect(await numbers('revenue')).toContain('all-time 700 (1)');
    await clean();
  });

  test('of more than there is takes the whole, and is reported once, against the original', async () => {
    await engine.send(purchase('p1', 1000), refund('r1', 'p1', 700), refund('r2', 'p1', 400));
    expect(await letters()).toEqual([{ reason: 'over-reversed', detail: 'over-reversed by 100' }]);
    await engine.send(refund('r3', 'p1', 50));
    expect(await letters()).toEqual([{ reason: 'over-reversed', detail: 'over-reversed by 150' }]);
    expect(await read(sql`select payload::jsonb ->> 'id' as id from dead_letters`)).toEqual([{ id: 'p1' }]);
    expect(await numbers('count')).toEqual(['all-time 0 (0)']);
  });

  test('of another currency, or of a type that it cannot take back, is recorded, takes nothing and says so', async () => {
    await engine.send(purchase('p1', 1000), review('v1', 4));
    await engine.send(refund('r1', 'p1', 400, { currency: 'USD' }), refund('r2', 'v1'));
    expect(await numbers('revenue')).toContain('all-time 1000 (1)');
    expect((await letters()).map(({ reason }) => reason).sort()).toEqual(['currency-mismatch', 'type-mismatch']);
    await clean();
  });

  test('and its original, in flight at once, never commit blind to each other', async () => {
    const other = await engine.startAnother();
    for (let round = 0; round < 60; round++) {
      const [facts, reversals] = [
        await engine.accept([purchase(`p${round}`, 100), purchase(`q${round}`, 7, { creator: 'c2' })]),
        await engine.accept([refund(`r${round}`, `p${round}`)]),
      ];
      await Promise.all([
        engine.recorder.recordAll(engine.tenant, facts, 'log'),
        other.recorder.recordAll(engine.tenant, reversals, 'log'),
      ]);
    }
    await other.stop();
    expect(await numbers('revenue')).toContain('all-time 0 (0)');
    expect(await numbers('revenue', 'c2')).toContain('all-time 420 (60)');
    expect(await read(sql`select id from activity_awaiting`)).toEqual([]);
    await clean();
  });
});

describe('what cannot be recorded', () => {
  test('because a number would overflow is set aside, and its neighbours are recorded', async () => {
    await engine.send(purchase('p1', 1));
    engine.leaveUnproven();
    await engine.database.orm.execute(sql`update metric_values set value = 9223372036854775000 where value = 1`);
    const events = Array.from({ length: 9 }, (_, index) => purchase(`n${index}`, 5, { creator: `c${index + 2}` }));
    const outcomes = await engine.send(...events.slice(0, 5), purchase('poison', 1000), ...events.slice(5));
    expect(outcomes).toEqual([...Array(5).fill('recorded'), 'failed', ...Array(4).fill('recorded')]);
    expect(await letters()).toEqual([{ reason: 'failed', detail: expect.stringContaining('out of range') }]);
    expect(await read(sql`select id from activity_facts where id = 'poison'`)).toEqual([]);
    expect(await numbers('count', 'c10')).toEqual(['all-time 1 (1)']);
    expect(engine.jobs.map(({ queue }) => queue)).toEqual(['activity.dead-letter']);
  });

  test('because a number would leave what a double holds is set aside with the number, and its neighbours are recorded', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const events = [purchase('p1', most), purchase('p2', most), purchase('p3', 7, { creator: 'c2' })];
    expect(await engine.send(...events)).toEqual(['recorded', 'failed', 'recorded']);
    expect(await engine.send(purchase('p4', 1))).toEqual(['failed']);
    const tooMuch = (value: string) => ({
      reason: 'failed',
      detail: `It could not be recorded: The metric revenue of creator c1 would be ${value}, and a number must stay between -2^53 and 2^53`,
    });
    expect(await letters()).toEqual([tooMuch('18014398509481982'), tooMuch('9007199254740992')]);
    expect(await numbers('revenue')).toContain(`all-time ${most} (1)`);
    expect(await numbers('revenue', 'c2')).toContain('all-time 7 (1)');
    expect(await engine.send(refund('r1', 'p1'))).toEqual(['recorded']);
    expect(await engine.send(purchase('p5', 1))).toEqual(['recorded']);
    await clean();
  });

  test('because an index cannot hold a member is set aside, and its neighbours are recorded', async () => {
    const view = (id: string, tag: string) => ({
      id,
      source: 'shop',
      type: 'page.viewed',
      time: NOVEMBER,
      subject: 'u1',
      data: { properties: { tag } },
    });
    // Every character another one, so that it does not compress.
    const long = Array.from({ length: 5000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    ).join('');
    expect(await engine.send(view('v1', 'a'), view('v2', long), view('v3', 'b'))).toEqual([
      'recorded',
      'failed',
      'recorded',
    ]);
    expect(await numbers('tags', 'u1')).toEqual(['all-time 2 (2)']);
    await clean();
  });

  test('because the server under it is not right is thrown, and nothing is set aside', async () => {
    await engine.database.orm.execute(sql`alter table metric_values rename to elsewhere`);
    await expect(engine.send(purchase('p1', 1000), purchase('p2', 1))).rejects.toThrow();
    await engine.database.orm.execute(sql`alter table elsewhere rename to metric_values`);
    expect(await letters()).toEqual([]);
    expect(await engine.send(purchase('p1', 1000), purchase('p2', 1))).toEqual(['recorded', 'recorded']);
    await clean();
  });

  test('because connections break is thrown, and counts once when it is sent again', async () => {
    const facts = await engine.accept(
      Array.from({ length: 400 }, (_, index) =>
        index % 5 === 4 ? refund(`e${index}`, `e${index - 1}`) : purchase(`e${index}`, 10),
      ),
    );
    const killer = await engine.startAnother();
    let broken = 0;
    for (let round = 0, done = 0; done < 8; round++) {
      const part = facts.slice(done * 50, done * 50 + 50);
      const recording = engine.recorder.recordAll(engine.tenant, part, 'log').catch(() => 'thrown');
      if (round % 2 === 0) await killer.breakConnections();
      if ((await recording) === 'thrown') broken += 1;
      else done += 1;
    }
    await killer.stop();
    expect(broken).toBeGreaterThan(0);
    expect(await letters()).toEqual([]);
    expect(await numbers('count')).toEqual(['all-time 240 (240)']);
    await clean();
  });
});

test('a proof that is made while facts come in finds no difference', async () => {
  const other = await engine.startAnother();
  let sending = true;
  const work = [engine.recorder, other.recorder].map(async (recorder, process) => {
    for (let round = 0; round < 25; round++) {
      const id = `${process}-${round}`;
      const facts = await engine.accept([
        purchase(`p${id}`, 10 + round),
        refund(`r${id}`, `p${1 - process}-${round}`, 3),
      ]);
      await recorder.recordAll(engine.tenant, facts, 'log');
    }
  });
  const done = Promise.all(work).finally(() => {
    sending = false;
  });
  let proofs = 0;
  for (; sending; proofs++) await clean();
  await done;
  await other.stop();
  expect(proofs).toBeGreaterThan(1);
  expect(await numbers('count')).toEqual(['all-time 50 (50)']);
  await clean();
});
