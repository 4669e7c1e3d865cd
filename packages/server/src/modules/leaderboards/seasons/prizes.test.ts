import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { startWorker, type Worker } from '../../../activity/worker.ts';
import type { Tenant } from '../../../kernel/tenant.ts';
import { rows } from '../../../platform/db/database.ts';
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts';
import { purchase } from '../../../testing/events.ts';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { keptFacts, salesOver, schedulerOf } from '../../../testing/seasons.ts';
import { runSeasons, type SeasonJobsDeps } from './jobs.ts';

const SPRING = { key: 'spring', start: '2027-03-01T00:00', end: '2027-06-01T00:00' };
const PRIZES = [
  { key: 'crown', name: 'Crown', ranks: { from: 1, to: 1 } },
  { key: 'podium', name: 'Podium', ranks: { from: 2, to: 3 } },
  { key: 'best-half', name: 'Best half', topPercent: 50 },
];
/** c1 is first, c2 and c3 share the second rank, and so on to c6. */
const SALES = [600, 500, 500, 300, 200, 100];

let engine: TestEngine;
let worker: Worker;
const tenants = new Map<number, Tenant>();
const clock = new ManualClock();
const at = (instant: string) => clock.advance(Date.parse(instant) - clock.now());

beforeAll(async () => {
  const definitions = salesOver([SPRING], { prizes: PRIZES });
  engine = await createTestEngine({ postgresUrl: inject('postgresUrl'), clock, definitions });
  worker = await startWorker({
    log: engine.log,
    recorder: engine.recorder,
    tenants: { byId: async (id) => tenants.get(id) },
    setAsideForNobody: () => Promise.reject(new Error('Nothing belongs to nobody.')),
  });
});
afterAll(async () => {
  await worker.stop();
  await engine.close();
});

/** A marketplace whose season has ended, and which the scheduler has seen before. */
async function marketplace(): Promise<Tenant> {
  const tenant = await engine.addTenant();
  tenants.set(tenant.id, tenant);
  at('2027-05-01T12:00:00Z');
  const events = SALES.map((amount, index) =>
    purchase(`sale-${index}`, amount, { creator: `c${index + 1}`, at: '2027-05-01T10:00:00Z' }),
  );
  await engine.recorder.recordAll(tenant, await engine.accept(events), 'http');
  await runSeasons(schedulerOf(engine, { tenant, clock }));
  at('2027-06-01T00:00:00Z');
  return tenant;
}

/** As the server gives its own events, but for what a test does around it. */
const submitted: SeasonJobsDeps['facts'] = {
  async give(tenant, events) {
    const judged = await engine.door.submit(tenant, events, { trust: 'server', anyAge: true });
    expect(judged.filter((acceptance) => 'rejection' in acceptance)).toEqual([]);
  },
};

const settled = () => vi.waitFor(async () => expect(await engine.log.backlog()).toBe(0), { timeout: 20_000 });

/** What each creator has won, by the metric that counts it. */
async function won(tenant: Tenant): Promise<Record<string, string>> {
  const found = await rows<{ key: string; prize: string; value: string }>(
    engine.database.orm,
    sql`select s.key, split_part(v.segment, ':', 2) as prize, v.value from metric_values v
        join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
        join metrics m on m.tenant_id = v.tenant_id and m.id = v.metric_id
        where v.tenant_id = ${tenant.id} and m.key = 'won' and v.segment <> '' order by 1, 2`,
  );
  return Object.fromEntries(found.map(({ key, prize, value }) => [`${key} ${prize}`, value]));
}

const ONCE = {
  'c1 best-half': '1',
  'c1 crown': '1',
  'c2 best-half': '1',
  'c2 podium': '1',
  'c3 best-half': '1',
  'c3 podium': '1',
};

const oops = () => Promise.reject(new Error('The process died.'));
/** Does `first` when it is called first, then what is done for real. */
function once<T extends unknown[], R>(
  first: (...asked: NoInfer<T>) => Promise<NoInfer<R>>,
  then: (...asked: T) => Promise<R>,
) {
  let left = 1;
  return (...asked: T) => (left-- > 0 ? first(...asked) : then(...asked));
}

/** Where the first scheduler dies. */
const DEATHS: Readonly<Record<string, () => Partial<SeasonJobsDeps>>> = {
  'while names are put beside the archive': () => ({ profiles: { describe: once(oops, async () => new Map()) } }),
  'before the seal commits': () => ({ announce: once(oops, engine.metrics.announce) }),
  'with the seal, which wakes the scheduler': () => ({ wakeScheduler: once(oops, async () => {}) }),
  'after the seal, before anything is in the log': () => ({ facts: { give: once(oops, submitted.give) } }),
  'with half of the prizes in the log': () => ({
    facts: {
      give: once(async (...asked) => {
        await submitted.give(...asked);
        await oops();
      }, submitted.give),
    },
  }),
  'with all of them in the log, before they are off the list': () => {
    let given = 0;
    return {
      facts: {
        async give(...asked) {
          await submitted.give(...asked);
          given += 1;
          if (given === PRIZES.length) await oops();
        },
      },
    };
  },
};

describe('each prize is counted once', () => {
  test.each(Object.entries(DEATHS))(
    'when a scheduler dies %s, and two more come after it',
    async (_name, death) => {
      const tenant = await marketplace();
      const scheduler = (changes: Partial<SeasonJobsDeps> = {}) =>
        runSeasons(schedulerOf(engine, { tenant, clock, facts: submitted, ...changes }));
      await expect(scheduler(death())).rejects.toThrow();
      await Promise.all([scheduler(), scheduler()]);
      await scheduler();
      await settled();
      expect(await won(tenant)).toEqual(ONCE);
    },
    60_000,
  );

  test('when the whole list is handed out again, as after a restored backup: all of it is a duplicate', async () => {
    const tenant = await marketplace();
    const scheduler = () => runSeasons(schedulerOf(engine, { tenant, clock, facts: submitted }));
    await scheduler();
    await settled();
    const before = { ...worker.counts };
    await engine.database.orm.execute(
      sql`insert into leaderboard_prizes_due select tenant_id, board, period_id from leaderboard_seals where tenant_id = ${tenant.id}`,
    );
    await scheduler();
    await settled();
    expect(worker.counts.duplicate - before.duplicate).toBe(Object.keys(ONCE).length);
    expect(worker.counts.conflict).toBe(0);
    expect(await won(tenant)).toEqual(ONCE);
  }, 60_000);

  test('when every backend is terminated while they are handed out', async () => {
    const tenant = await marketplace();
    const another = await engine.startAnother();
    const dying = async (...asked: Parameters<typeof submitted.give>) => {
      await submitted.give(...asked);
      await another.breakConnections();
    };
    const give = once(dying, submitted.give);
    await runSeasons(schedulerOf(engine, { tenant, clock, facts: { give } })).catch(() => {});
    await vi.waitFor(() => runSeasons(schedulerOf(engine, { tenant, clock, facts: submitted })), 20_000);
    await settled();
    await another.stop();
    expect(await won(tenant)).toEqual(ONCE);
  }, 60_000);
});

describe('who gets what', () => {
  async function given(ranks: string, prize: object, metric: object = {}): Promise<string[]> {
    const tenant = await engine.addTenant();
    const definitions = salesOver([SPRING], { ranks, prizes: [{ key: 'prize', name: 'Prize', ...prize }] });
    const [sales, wonMetric] = definitions.metrics ?? [];
    await engine.apply({ ...definitions, metrics: [{ ...sales, ...metric }, wonMetric] as never }, { to: tenant });
    at('2027-05-01T12:00:00Z');
    const events = SALES.map((amount, index) =>
      purchase(`sale-${index}`, amount, {
        creator: `c${index + 1}`,
        subject: `u${index + 1}`,
        at: '2027-05-01T10:00:00Z',
      }),
    );
    await engine.recorder.recordAll(tenant, await engine.accept(events), 'http');
    await runSeasons(schedulerOf(engine, { tenant, clock }));
    at('2027-06-01T00:00:00Z');
    const facts = keptFacts();
    await runSeasons(schedulerOf(engine, { tenant, clock, facts }));
    return facts.given.map(
      ({ subject, data = {} }) => `${subject ?? '-'} ${data.creatorId ?? '-'} ${data.rank} ${data.place}`,
    );
  }

  test.each([
    ['ordinal', { ranks: { from: 2, to: 3 } }, ['c2 c2 2 2', 'c3 c3 3 3']],
    ['competition', { ranks: { from: 2, to: 3 } }, ['c2 c2 2 2', 'c3 c3 2 3']],
    ['dense', { ranks: { from: 2, to: 3 } }, ['c2 c2 2 2', 'c3 c3 2 3', 'c4 c4 3 4']],
    ['competition', { ranks: { from: 7, to: 9 } }, []],
    // 34 % of 6 is place 2: c3 is tied with it.
    ['ordinal', { topPercent: 34 }, ['c1 c1 1 1', 'c2 c2 2 2']],
    ['competition', { topPercent: 34 }, ['c1 c1 1 1', 'c2 c2 2 2', 'c3 c3 2 3']],
    ['dense', { topPercent: 34 }, ['c1 c1 1 1', 'c2 c2 2 2', 'c3 c3 2 3']],
    // The first of six is among the best 17 %, not among the best 16.
    ['competition', { topPercent: 17 }, ['c1 c1 1 1']],
    ['competition', { topPercent: 16 }, []],
  ])('by %s ranks, %o', async (ranks, prize, expected) => {
    expect(await given(ranks, prize)).toEqual(expected);
  });

  const first = { ranks: { from: 1, to: 1 } };
  const source = { type: 'purchase.completed', value: 'data.amount' };
  test('a user is the subject', async () => {
    const metric = { subject: 'user', sources: [{ ...source, subject: 'subject' }] };
    expect(await given('competition', first, metric)).toEqual(['u1 - 1 1']);
  });

  test('an asset is no subject, and neither is a kind of the marketplace’s own', async () => {
    const metric = { subject: 'shop', sources: [{ ...source, subject: 'data.creatorId' }] };
    expect(await given('competition', first, metric)).toEqual(['- - 1 1']);
    const assets = { subject: 'asset', sources: [{ ...source, subject: 'data.creatorId' }] };
    expect(await given('competition', first, assets)).toEqual(['- - 1 1']);
  });
});

test('an event of a prize is the same whenever it is made, and says all there is to say', async () => {
  const tenant = await marketplace();
  const facts = keptFacts();
  await runSeasons(schedulerOf(engine, { tenant, clock, facts }));
  const [crown] = facts.given;
  expect(crown).toEqual({
    id: expect.stringMatching(/^[\w-]{43}$/),
    source: 'urn:engagement:seasons',
    type: 'season.placed',
    time: '2027-06-01T00:00:00.000000Z',
    subject: 'c1',
    data: {
      board: 'top',
      season: 'spring',
      prize: 'crown',
      name: 'Crown',
      rank: 1,
      place: 1,
      score: 600,
      creatorId: 'c1',
    },
  });
  expect(new Set(facts.given.map(({ id }) => id)).size).toBe(facts.given.length);
});
