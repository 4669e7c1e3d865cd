import type { DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { Fact } from '../activity/fact.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import { createTestEngine, type TestEngine } from '../testing/engine.ts';
import { purchase, refund, reversal } from '../testing/events.ts';
import { valuesOf } from '../testing/values.ts';

const OLD = '2026-09-20T10:00:00Z';
const YOUNGER = '2026-10-05T10:00:00Z';
/** When facts are said, and when September, and September and October, may go. */
const SAID = Date.UTC(2026, 10, 24, 12);
const SEPTEMBER_GOES = Date.UTC(2027, 1, 3);
const OCTOBER_GOES = Date.UTC(2027, 2, 3);

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const revenue = { key: 'revenue', subject: 'creator', sources: [sold], fold: 'sum' as const };
const buyers = { ...revenue, key: 'buyers', sources: [{ ...sold, value: 'subject' }], fold: 'unique' as const };
const dearest = { ...revenue, key: 'dearest', fold: 'max' as const };
const definitions: DefinitionsInput = {
  metrics: [{ ...revenue, windows: ['all-time', 'month'] }, buyers, dearest],
  retention: { keepMonths: 4 },
};

let engine: TestEngine;
let now = SAID;

beforeEach(async () => {
  now = SAID;
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), definitions, clock: { now: () => now } });
});
afterEach(() => engine.close());

const read = (statement: ReturnType<typeof sql>) => rows<Record<string, unknown>>(engine.database.orm, statement);
const factIds = async () => (await read(sql`select id from activity_facts order by 1`)).map(({ id }) => id);
const partitions = async () =>
  (
    await read(sql`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'activity_facts'::regclass order by 1`)
  ).map(({ name }) => name);
const letters = () => read(sql`select reason, detail, state from dead_letters order by id`);
const findings = async () => (await prove(engine.database, engine.tenant)).differences;
const clean = async () => expect(await findings()).toEqual([]);
const number = async (key: string, period = 'all-time') => {
  const values = await valuesOf(engine.database, engine.tenant.id);
  const row = values.find((value) => value.metric === key && value.period === period && value.subject === 'c1');
  return row && `${row.value} (${row.count})`;
};

async function drop(at: number, tenant: Tenant = engine.tenant) {
  now = at;
  return engine.retention.run(tenant, 'operator:test');
}

describe('facts that are old enough', () => {
  test('go with their partition; every number stays, and goes on from there', async () => {
    await engine.send(purchase('p1', 1000, { at: OLD }), purchase('p2', 400, { at: OLD, subject: 'u2' }));
    await engine.send(purchase('p3', 70, { at: YOUNGER }), refund('r1', 'p2', 100, { at: OLD }));
    expect(await partitions()).toEqual(['activity_facts_2026_09', 'activity_facts_2026_10']);
    const before = await valuesOf(engine.database, engine.tenant.id);

    expect(await drop(SEPTEMBER_GOES)).toEqual({ before: '2026-10-01T00:00:00.000000Z', dropped: 3, kept: 0 });
    expect(await engine.retention.sweep()).toEqual(['activity_facts_2026_09']);
    expect([await partitions(), await factIds()]).toEqual([['activity_facts_2026_10'], ['p3']]);
    expect(await valuesOf(engine.database, engine.tenant.id)).toEqual(before);
    await clean();

    now = SAID;
    await engine.send(
      purchase('p4', 5000, { at: YOUNGER, subject: 'u2' }),
      refund('r2', 'p4', undefined, { at: YOUNGER }),
    );
    expect([await number('revenue'), await number('revenue', '2026-09')]).toEqual(['1370 (3)', '1300 (2)']);
    expect([await number('buyers'), await number('dearest')]).toEqual(['2 (3)', '1000 (3)']);
    await clean();
    expect(await read(sql`select actor, object from tenant_audit_log where action = 'facts.dropped'`)).toEqual([
      { actor: 'operator:test', object: 'facts before 2026-10-01T00:00:00.000000Z' },
    ]);
  });

  test('stay known: the same again is a duplicate, other content a conflict, and an older import is recorded', async () => {
    const old = purchase('p1', 1000, { at: OLD });
    await engine.send(old);
    await engine.send(purchase('p0', 1, { at: YOUNGER }));
    await drop(SEPTEMBER_GOES);
    await engine.retention.sweep();
    now = SAID;
    expect(await engine.send(old)).toEqual(['duplicate']);
    expect(await engine.send({ ...old, time: YOUNGER })).toEqual(['conflict']);
    expect(await engine.send({ ...old, data: { ...old.data, amount: 1 } })).toEqual(['conflict']);
    expect(await engine.send(purchase('p2', 30, { at: OLD }))).toEqual(['recorded']);
    expect([await factIds(), await number('revenue')]).toEqual([['p0', 'p2'], '1031 (3)']);
    await clean();
    expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 1 });
    expect(await number('revenue')).toBe('1031 (3)');
    await clean();
  });

  test('stay while a younger fact is tied to them by reversals, and go together', async () => {
    await engine.send(purchase('p1', 1000, { at: OLD }), purchase('p2', 1000, { at: OLD }));
    await engine.send(reversal('purchase.charged-back', 'b1', 'p1', undefined, { at: OLD }));
    await engine.send(reversal('chargeback.won', 'w1', 'b1', 250, { at: YOUNGER }));
    expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 1, kept: 3 });
    expect(await factIds()).toEqual(['b1', 'p1', 'w1']);
    now = SAID;
    await engine.send(reversal('chargeback.won', 'w2', 'b1', 100, { at: YOUNGER }));
    expect(await number('revenue')).toBe('1350 (2)');
    await clean();
    expect(await drop(OCTOBER_GOES)).toMatchObject({ dropped: 4, kept: 0 });
    expect([await factIds(), await number('revenue')]).toEqual([[], '1350 (2)']);
    await clean();
  });

  test('stay while they wait for what they take back, which they still do when it comes', async () => {
    await engine.send(refund('r1', 'p1', 300, { at: OLD }));
    expect(await drop(OCTOBER_GOES)).toMatchObject({ dropped: 0, kept: 1 });
    expect(await engine.retention.sweep()).toEqual([]);
    now = SAID;
    await engine.send(purchase('p1', 1000, { at: OLD }));
    expect(await number('revenue')).toBe('700 (1)');
    expect(await drop(OCTOBER_GOES)).toMatchObject({ dropped: 2, kept: 0 });
    expect(await number('revenue')).toBe('700 (1)');
    await clean();
  });

  test.each([
    ['rejected leaves nothing when it goes', 'reject', '1000 (1)'],
    ['accepted leaves what it counts', 'accept', '1300 (2)'],
  ] as const)(
    'stay with their partition while they are in quarantine; a burst that was %s',
    async (_, verdict, left) => {
      const twice = { types: ['purchase.completed'], by: ['subject'], limit: 1, per: 'day' as const };
      await engine.apply({ caps: [{ key: 'bought', ...twice }] });
      await engine.send(purchase('p1', 1000, { at: OLD }), purchase('p2', 400, { at: OLD }));
      await engine.send(refund('r2', 'p2', 100, { at: OLD }));
      expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 1, kept: 2 });
      expect([await engine.retention.sweep(), await factIds()]).toEqual([[], ['p2', 'r2']]);
      await engine.quarantine[verdict](engine.tenant, '1', 'operator:test');
      expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 2, kept: 0 });
      expect(await engine.retention.sweep()).toEqual(['activity_facts_2026_09']);
      expect([await factIds(), await number('revenue')]).toEqual([[], left]);
      await clean();
    },
  );

  test('of one tenant go without those of another, whose partition stays', async () => {
    const keeper = await engine.addTenant();
    await engine.apply({ retention: { keepMonths: 40 } }, { to: keeper });
    const facts = await engine.accept([purchase('p1', 1000, { at: OLD })]);
    for (const tenant of [engine.tenant, keeper]) await engine.recorder.recordAll(tenant, facts, 'log');
    expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 1 });
    expect(await drop(SEPTEMBER_GOES, keeper)).toMatchObject({ dropped: 0 });
    expect(await engine.retention.sweep()).toEqual([]);
    expect(await read(sql`select tenant_id as tenant from activity_facts`)).toEqual([{ tenant: keeper.id }]);
  });
});

describe('a reversal of a fact that is gone', () => {
  beforeEach(async () => {
    await engine.send(purchase('p1', 1000, { at: OLD }));
    await drop(SEPTEMBER_GOES);
    now = SAID;
  });

  test('is set aside, moves nothing, and can be sent again once it may be recorded', async () => {
    const late = refund('r1', 'p1', 300, { at: YOUNGER });
    expect(await engine.send(late, purchase('p2', 5, { at: YOUNGER }))).toEqual(['failed', 'recorded']);
    expect(await engine.send(late)).toEqual(['failed']);
    expect(await letters()).toEqual([
      {
        reason: 'original-dropped',
        detail: 'It takes back p1 of shop, which has been dropped for its age',
        state: 'open',
      },
    ]);
    expect([await number('revenue'), await factIds()]).toEqual(['1005 (2)', ['p2']]);
    await engine.apply({ retention: { keepMonths: 4, lateReversals: 'record' } });
    expect(await engine.send(late)).toEqual(['recorded']);
    await clean();
  });

  test('is recorded and takes nothing back when the retention says so; nor does what takes it back', async () => {
    await engine.apply({ retention: { keepMonths: 4, lateReversals: 'record' } });
    const late = reversal('purchase.charged-back', 'b1', 'p1', undefined, { at: YOUNGER });
    expect(await engine.send(late)).toEqual(['recorded']);
    expect(await engine.send(late)).toEqual(['duplicate']);
    expect(await engine.send(reversal('chargeback.won', 'w1', 'b1', undefined, { at: YOUNGER }))).toEqual(['recorded']);
    expect(await number('revenue')).toBe('1000 (1)');
    expect(await letters()).toEqual([]);
    expect(await read(sql`select id from activity_awaiting`)).toEqual([]);
    await clean();
    expect(await drop(OCTOBER_GOES)).toMatchObject({ dropped: 2, kept: 0 });
    await clean();
  });
});

describe('definitions that are applied after facts are gone', () => {
  beforeEach(async () => {
    await engine.send(purchase('p1', 1000, { at: OLD }), purchase('p2', 400, { at: YOUNGER }));
    await drop(SEPTEMBER_GOES);
  });
  const since = '2026-10-01T00:00:00.000000Z';
  const sales = { ...revenue, key: 'sales', fold: 'count' as const };

  test('say where a new metric begins, before and when they are applied', async () => {
    for (const dryRun of [true, false]) {
      expect(await engine.apply({ metrics: [sales] }, { dryRun })).toMatchObject({
        countsSince: [{ metric: 'sales', since }],
        drops: null,
      });
    }
    expect(await number('sales')).toBe('1 (1)');
    await clean();
  });

  test('take what dropped facts left from a metric that counts something else from now on, and from no other', async () => {
    const half = {
      ...revenue,
      windows: ['all-time', 'month'] as ('all-time' | 'month')[],
      sources: [{ ...sold, filter: [{ field: 'data.currency', is: 'EUR' }] }],
    };
    expect(await engine.apply({ metrics: [half] })).toMatchObject({ countsSince: [{ metric: 'revenue', since }] });
    expect([await number('revenue'), await number('buyers')]).toEqual(['400 (1)', '1 (2)']);
    await clean();
  });

  test('keep it where only a unit or a window changes, but for windows that go', async () => {
    const renamed = {
      ...revenue,
      windows: ['all-time', 'month'] as ('all-time' | 'month')[],
      unit: { label: 'Income' },
    };
    expect(await engine.apply({ metrics: [renamed] })).toMatchObject({ countsSince: [] });
    expect([await number('revenue'), await number('revenue', '2026-09')]).toEqual(['1400 (2)', '1000 (1)']);
    const daily = { ...renamed, windows: ['all-time', 'day'] as ('all-time' | 'day')[] };
    expect(await engine.apply({ metrics: [daily] })).toMatchObject({ countsSince: [{ metric: 'revenue', since }] });
    expect([await number('revenue'), await number('revenue', '2026-09')]).toEqual(['1400 (2)', undefined]);
    await clean();
    expect(await engine.apply({ metrics: [renamed] })).toMatchObject({ countsSince: [{ metric: 'revenue', since }] });
    expect([await number('revenue'), await number('revenue', '2026-09')]).toEqual(['1400 (2)', undefined]);
    await clean();
  });

  test('say how many facts a retention lets go, and drop none themselves', async () => {
    now = OCTOBER_GOES;
    expect(await engine.apply({ retention: { keepMonths: 5 } }, { dryRun: true })).toMatchObject({
      changes: [{ kind: 'retention', key: 'facts', change: 'changed', fields: ['keepMonths'] }],
      drops: { before: '2026-10-01T00:00:00.000000Z', facts: 0 },
    });
    await engine.apply({ ...definitions, retention: undefined }, { prune: true });
    expect(await drop(OCTOBER_GOES)).toBeNull();
    expect(await engine.apply({ retention: { keepMonths: 4 } })).toMatchObject({
      applied: true,
      drops: { before: '2026-11-01T00:00:00.000000Z', facts: 1 },
    });
    expect(await factIds()).toEqual(['p2']);
  });
});

/** Some facts more than one page of them. */
async function many(count: number): Promise<Fact[]> {
  const events = Array.from({ length: count }, (_, n) =>
    n % 5 === 4
      ? refund(`f${n}`, `f${n - 1}`, 1, { at: OLD })
      : purchase(`f${n}`, 1 + n, { at: OLD, subject: `u${n % 7}`, creator: `c${n % 3}` }),
  );
  return engine.accept(events);
}

const deletingPid = async (client: postgres.Sql) => {
  const [waiting] = await client<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and application_name = 'test'
      and wait_event_type = 'Lock' and query like '%insert into activity_dropped%'`;
  if (!waiting) throw new Error('nobody is there yet');
  return waiting.pid;
};

test('a run that is killed after it has sealed and deleted, and before it has committed, has done nothing', async () => {
  await engine.recorder.recordAll(engine.tenant, await many(1500), 'log');
  const before = await valuesOf(engine.database, engine.tenant.id);
  const killer = postgres(engine.url, { max: 1 });
  const watcher = postgres(engine.url, { max: 1 });
  const run = await killer.begin(async (held) => {
    // The count of what is gone is written last.
    await held`lock table activity_dropped in exclusive mode`;
    const run = drop(SEPTEMBER_GOES).then(
      () => 'done',
      () => 'killed',
    );
    const pid = await vi.waitFor(() => deletingPid(watcher), { timeout: 10_000 });
    await watcher`select pg_terminate_backend(${pid})`;
    return { how: await run };
  });
  expect(run).toEqual({ how: 'killed' });
  await Promise.all([killer.end(), watcher.end()]);
  expect((await factIds()).length).toBe(1500);
  expect(await read(sql`select 1 from metric_sealed_values`)).toEqual([]);
  await clean();
  expect(await drop(SEPTEMBER_GOES)).toMatchObject({ dropped: 1500, kept: 0 });
  expect(await valuesOf(engine.database, engine.tenant.id)).toEqual(before);
  await clean();
}, 60_000);

test('several runs at once, with events coming in meanwhile, drop each fact once', async () => {
  const facts = await many(2500);
  await engine.recorder.recordAll(engine.tenant, facts.slice(0, 2000), 'log');
  const runs = await Promise.all([
    drop(SEPTEMBER_GOES),
    drop(SEPTEMBER_GOES),
    engine.recorder.recordAll(engine.tenant, facts.slice(2000), 'log'),
    drop(SEPTEMBER_GOES),
    ...[0, 1, 2].map(() => engine.retention.sweep()),
  ]);
  const last = await drop(SEPTEMBER_GOES);
  const dropped = [...runs, last].reduce((sum, run) => sum + (run && 'dropped' in run ? run.dropped : 0), 0);
  const [set] = await read(sql`select count(*)::int as aside from dead_letters where reason = 'original-dropped'`);
  expect(dropped + Number(set?.aside)).toBe(2500);
  await clean();
}, 60_000);

describe('what dropped facts left', () => {
  beforeEach(async () => {
    await engine.send(purchase('p1', 1000, { at: OLD }), purchase('p2', 400, { at: YOUNGER }));
    await drop(SEPTEMBER_GOES);
  });

  test('cannot be changed by hand', async () => {
    for (const attempt of [
      sql`update metric_sealed_values set value = 1`,
      sql`delete from metric_sealed_values`,
      sql`truncate metric_sealed_members`,
      sql`insert into metric_sealed_members select * from metric_members`,
      sql`delete from activity_identities`,
      sql`update activity_identities set time = now()`,
    ]) {
      await expect(engine.database.orm.execute(attempt)).rejects.toThrow();
    }
  });

  test('is missed by the proof when it is changed all the same, and so is a fact that nobody dropped', async () => {
    engine.leaveUnproven();
    const byForce = (statement: ReturnType<typeof sql>) =>
      engine.database.transaction(async (tx) => {
        await tx.execute(sql`select set_config('engagement.sealing', 'on', true)`);
        await tx.execute(statement);
      });
    await byForce(sql`update metric_sealed_values set value = value + 1
      where metric_id = (select id from metrics where key = 'revenue') and period_id = (select id from metric_periods where key = 'all-time')`);
    expect(await findings()).toEqual([
      { kind: 'value', at: 'revenue of c1, all-time', expected: '1401', found: '1400' },
    ]);
    await byForce(sql`delete from activity_facts where id = 'p2'`);
    expect(await findings()).toEqual(
      expect.arrayContaining([
        { kind: 'fact', at: 'fact ["server","shop","p2"]', expected: 'a fact', found: null },
        { kind: 'fact', at: 'facts that are gone', expected: '1', found: '2' },
      ]),
    );
  });
});
