import { EventAnswer, type QuarantineCase } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { canary } from '../testing/canary.ts';
import { LISTED_ORIGIN } from '../testing/cast.ts';
import { purchase, refund } from '../testing/events.ts';
import { applyDefinitions } from '../testing/whole-server.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
  for (const member of [server.own, server.other]) {
    await applyDefinitions(server.core, member, {
      activityTypes: [{ type: 'creator.followed', client: true }],
      metrics: [
        {
          key: 'revenue',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'sum',
          segments: ['data.currency'],
        },
        {
          key: 'dearest',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'max',
        },
        { key: 'follows', subject: 'user', sources: [{ type: 'creator.followed', subject: 'subject' }], fold: 'count' },
        {
          key: 'followers',
          subject: 'creator',
          sources: [{ type: 'creator.followed', subject: 'data.creatorId' }],
          fold: 'count',
        },
        { key: 'views', subject: 'asset', sources: [{ type: 'asset.viewed', subject: 'data.assetId' }], fold: 'count' },
      ],
      boards: [
        { key: 'top-sellers', name: 'Top sellers', metric: 'revenue', segments: [] },
        { key: 'hidden-sellers', name: 'Hidden', metric: 'revenue', enabled: false },
        { key: 'keenest', name: 'Keenest', metric: 'follows' },
        { key: 'most-followed', name: 'Most followed', metric: 'followers' },
      ],
    });
  }
});
afterAll(() => server.stop());

const send = (body: unknown, { prefer = 'wait=10', token = server.own.secretKey, ...rest } = {}) =>
  server.send('POST /v1/events', { token, body, prefer, ...rest });

async function answer(...request: Parameters<typeof send>): Promise<EventAnswer> {
  const reply = await send(...request);
  expect(reply).toMatchObject({ status: 200 });
  return EventAnswer.parse(reply.body);
}

const facts = (prefix: string) =>
  rows<{ id: string }>(server.database.orm, sql`select id from activity_facts where starts_with(id, ${prefix})`);
const waiting = async () => (await rows(server.database.orm, sql`select 1 from activity_log`)).length;

/** Holds something in the database while some work is done. */
async function holding(lock: ReturnType<typeof sql>, work: () => Promise<void>): Promise<void> {
  await server.database.transaction(async (tx) => {
    await tx.execute(lock);
    await work();
  });
}
const tenantLock = () => sql`select pg_advisory_xact_lock(4021, ${server.own.tenant.id})`;

describe('who waits', () => {
  test('is told what the event changed, and how far the next rank is', async () => {
    await answer(purchase('first-1', 900, { creator: 'first-a' }));
    const reply = await send(purchase('first-2', 500, { creator: 'first-b' }));
    expect(reply).toMatchObject({ status: 200, applied: 'wait=10' });
    const where = { period: 'all-time', window: 'all-time', segment: null };
    expect(EventAnswer.parse(reply.body)).toEqual({
      id: 'first-2',
      status: 'recorded',
      metrics: [
        { metric: 'revenue', subject: 'first-b', ...where, value: 500, count: 1, delta: 500 },
        {
          metric: 'revenue',
          subject: 'first-b',
          ...where,
          segment: 'data.currency:EUR',
          value: 500,
          count: 1,
          delta: 500,
        },
        { metric: 'dearest', subject: 'first-b', ...where, value: 500, count: 1, delta: null },
      ],
      ranks: [
        {
          board: 'top-sellers',
          id: 'first-b',
          ...where,
          rank: 2,
          previousRank: null,
          score: 500,
          tied: false,
          topPercent: 100,
          ahead: { rank: 1, score: 900, distance: 400 },
        },
      ],
    });
  });

  test('is told the same numbers of a duplicate, which adds nothing', async () => {
    const event = purchase('again-1', 300, { creator: 'again' });
    const first = await answer(event);
    const second = await answer(event);
    expect(second).toEqual({
      ...first,
      status: 'duplicate',
      metrics: first.metrics.map((metric) => ({ ...metric, delta: metric.delta === null ? null : 0 })),
    });
  });

  test('is told of a refund what became of the purchase that it takes back', async () => {
    await answer(purchase('back-1', 1000, { creator: 'back' }));
    const [revenue] = (await answer(refund('back-2', 'back-1', 250))).metrics;
    expect(revenue).toMatchObject({ metric: 'revenue', subject: 'back', value: 750, count: 1, delta: -250 });
    const gone = await answer(refund('back-3', 'back-1'));
    expect(gone.metrics[0]).toMatchObject({ value: null, count: 0, delta: -750 });
    expect(gone.ranks).toEqual([]);
  });

  test('is told of a conflict, and of an event that cannot be counted', async () => {
    await answer(purchase('clash-1', 100, { creator: 'clash' }));
    expect(await answer(purchase('clash-1', 200, { creator: 'clash' }))).toEqual({
      id: 'clash-1',
      status: 'conflict',
      metrics: [],
      ranks: [],
    });
    await answer(purchase('large-1', Number.MAX_SAFE_INTEGER, { creator: 'large' }));
    expect(await answer(purchase('large-2', 1, { creator: 'large' }))).toMatchObject({ status: 'failed', metrics: [] });
  });

  test('is counted once however many wait at the same time, and each is told of itself', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => purchase(`many-${index}`, 10, { creator: 'many' }));
    const events = [...fifty, ...fifty.slice(0, 10), purchase('many-0', 99, { creator: 'many' })];
    const answers = await Promise.all(events.map((event) => answer(event)));
    const statuses = Map.groupBy(answers, ({ status }) => status);
    expect(statuses.get('recorded')).toHaveLength(50);
    expect(statuses.get('duplicate')).toHaveLength(10);
    expect(statuses.get('conflict')?.map(({ id }) => id)).toEqual(['many-0']);
    expect((await answer(purchase('many-last', 1, { creator: 'many' }))).metrics[0]).toMatchObject({ value: 501 });
  });
});

describe('an event beyond a cap', () => {
  // Other events have no such field, and are not counted by the cap.
  const till = { properties: { till: 'seven' } };
  const sell = (n: number) => ({
    ...purchase(`capped-${n}`, 10 ** n, { creator: 'capped' }),
    data: { creatorId: 'capped', amount: 10 ** n, currency: 'EUR', ...till },
  });
  const score = async (board: string) => {
    const path = `GET /v1/leaderboards/${board}/entries/around/capped`;
    const { body } = await server.send(path, { token: server.own.secretKey });
    return body.data.find(({ id }: { id: string }) => id === 'capped').score;
  };
  beforeAll(async () => {
    const types = ['purchase.completed', 'creator.followed'];
    const caps = types.map((type) => ({ key: type.replace('.', '-'), types: [type], by: ['data.properties.till'] }));
    await applyDefinitions(server.core, server.own, {
      caps: caps.map((cap) => ({ ...cap, limit: 1, per: 'day' as const })),
    });
  });

  test('is quarantined, moves nothing, and counts once it is accepted', async () => {
    const { core, own } = server;
    expect(await answer(sell(1))).toMatchObject({ status: 'recorded', ranks: [{ board: 'top-sellers', score: 10 }] });
    const second = sell(2);
    expect(await answer(second)).toEqual({ id: 'capped-2', status: 'quarantined', metrics: [], ranks: [] });
    expect(await answer(second)).toEqual({ id: 'capped-2', status: 'duplicate', metrics: [], ranks: [] });
    expect(await score('top-sellers')).toBe(10);
    const [held] = await core.quarantine.list(own.tenant.id, { limit: 1, below: null, state: 'open' });
    expect(held).toMatchObject({ cap: 'purchase-completed', held: 1 });
    await core.quarantine.accept(own.tenant, held?.id ?? '', 'operator:test');
    expect(await score('top-sellers')).toBe(110);
  });

  test('is recorded, as far as its user learns, and moves nothing', async () => {
    const token = await server.own.userToken();
    const follow = (n: number) => ({
      id: `capped-follow-${n}`,
      source: 'page',
      type: 'creator.followed',
      time: new Date().toISOString(),
      data: { creatorId: 'capped', ...till },
    });
    expect((await answer(follow(1), { token })).metrics).toMatchObject([{ metric: 'follows' }]);
    const second = await answer(follow(2), { token });
    expect(second).toEqual({ id: 'capped-follow-2', status: 'recorded', metrics: [], ranks: [] });
    expect(await score('most-followed')).toBe(1);
  });
});

describe('a cap on what one source sends', () => {
  const from = (source: string, id: string, time = new Date().toISOString()) => ({
    ...{ id, source, type: 'creator.followed', time, subject: server.own.user },
    data: { creatorId: 'from-source' },
  });
  const caseOf = async (source: string) => {
    const { body } = await server.send('GET /v1/quarantine?state=open&limit=100', { token: server.own.secretKey });
    return body.data.filter(({ cap, by }: QuarantineCase) => cap === 'sources' && by.source === source);
  };
  const statusOf = async (...sent: Parameters<typeof answer>) => (await answer(...sent)).status;
  beforeAll(async () => {
    const cap = { key: 'sources', types: ['creator.followed'], by: ['source'], limit: 2, per: 'day' as const };
    await applyDefinitions(server.core, server.own, { caps: [cap] });
  });

  test('counts what browsers say is of a source apart from what it sends itself', async () => {
    const token = await server.own.userToken();
    for (const n of [1, 2, 3]) await answer(from('till', `browser-${n}`), { token });
    expect(await caseOf('till')).toMatchObject([{ held: 1 }]);
    expect(await statusOf(from('till', 'server-1'))).toBe('recorded');
    expect(await statusOf(from('till', 'server-2'))).toBe('recorded');
    expect(await statusOf(from('till', 'server-3'))).toBe('quarantined');
    expect(await caseOf('till')).toMatchObject([{ held: 1 }, { held: 1 }]);
  });

  test('nor does what a server sends take room from browsers', async () => {
    const token = await server.own.userToken();
    for (const n of [1, 2, 3]) await answer(from('desk', `server-desk-${n}`));
    expect(await caseOf('desk')).toMatchObject([{ held: 1 }]);
    const own = await answer(from('desk', 'browser-desk-1'), { token });
    expect(own.metrics).toMatchObject([{ metric: 'follows' }]);
  });
});

describe('what a caller may see', () => {
  const followed = (id: string, subject?: string) => ({
    id,
    source: 'page',
    type: 'creator.followed',
    time: new Date().toISOString(),
    ...(subject && { subject }),
    data: { creatorId: 'seen' },
  });
  const keysOf = ({ metrics, ranks }: EventAnswer) => [
    metrics.map(({ metric }) => metric),
    ranks?.map(({ board }) => board),
  ];

  test('a server all that the scopes of its key allow', async () => {
    expect(keysOf(await answer(followed('scope-1', 'u1')))).toEqual([
      ['follows', 'followers'],
      ['keenest', 'most-followed'],
    ]);
    const token = await server.own.secretKeyWith(['events:write']);
    expect(keysOf(await answer(followed('scope-2', 'u1'), { token }))).toEqual([[], []]);
  });

  test('a user what is their own, and a browser without a user nothing', async () => {
    const token = await server.own.userToken();
    expect(keysOf(await answer(followed('own-1'), { token }))).toEqual([['follows'], ['keenest']]);
    const browser = { token: server.own.publishableKey, origin: LISTED_ORIGIN };
    expect(keysOf(await answer(followed('anyone-1'), browser))).toEqual([[], []]);
  });

  test('nothing of another tenant', async () => {
    const bird = canary('other');
    await answer(purchase('theirs-1', 5_000_000, { creator: bird }), { token: server.other.secretKey });
    const reply = await send(purchase('theirs-1', 7, { creator: 'mine' }));
    expect(reply.body).toMatchObject({ status: 'recorded' });
    expect(reply.text).not.toContain(bird);
  });
});

describe('what is refused', () => {
  test.each(['wait=0', 'wait=11', 'wait=x', 'wait', 'wait=1.5', 'wait=-1', 'respond-async, wait=99'])(
    'Prefer: %s, and then nothing is recorded',
    async (prefer) => {
      const reply = await send(purchase('bad-1', 1), { prefer });
      expect(reply).toMatchObject({ status: 400, problem: 'invalid-request', pointers: ['/Prefer'] });
      expect(await facts('bad-')).toEqual([]);
    },
  );

  test('an event that the front door refuses, and a caller without a credential that holds', async () => {
    expect(await send({ ...purchase('bad-2', 1), colour: 'red' })).toMatchObject({
      status: 400,
      pointers: ['/colour'],
    });
    expect(await send(purchase('bad-3', 1), { token: 'sk_test_nobody' })).toMatchObject({ problem: 'unauthenticated' });
    const event = purchase('bad-4', 1);
    expect(await server.send('POST /v1/events', { body: event, prefer: 'wait=5' })).toMatchObject({ status: 401 });
    const browser = { token: server.own.publishableKey, origin: LISTED_ORIGIN };
    expect(await send(event, browser)).toMatchObject({ status: 403, problem: 'forbidden' });
    expect(await facts('bad-')).toEqual([]);
  });
});

test('quotes, other preferences and capitals are understood, and other preferences alone change nothing', async () => {
  expect(await send(purchase('form-1', 1), { prefer: 'return=minimal, Wait="3"; x=y' })).toMatchObject({
    status: 200,
    applied: 'wait=3',
  });
  expect(await send(purchase('form-2', 1), { prefer: 'respond-async' })).toMatchObject({
    status: 202,
    applied: null,
    body: { id: 'form-2', status: 'accepted' },
  });
});

describe('when it takes longer than the caller waits', () => {
  test('the event goes through the log, and is counted once whichever comes first', async () => {
    await expect.poll(waiting).toBe(0);
    await holding(tenantLock(), async () => {
      const reply = await send(purchase('slow-1', 40, { creator: 'slow' }), { prefer: 'wait=1' });
      expect(reply).toMatchObject({ status: 202, applied: null, body: { id: 'slow-1', status: 'accepted' } });
      expect(await waiting()).toBe(1);
    });
    await expect.poll(waiting).toBe(0);
    const next = await answer(purchase('slow-2', 2, { creator: 'slow' }));
    expect(next.metrics[0]).toMatchObject({ metric: 'revenue', value: 42, count: 2 });
  });

  test('ranks that cannot be read in time are null, and the event is recorded all the same', async () => {
    await holding(sql`lock table leaderboard_visibility`, async () => {
      const late = await answer(purchase('late-1', 70, { creator: 'late' }), { prefer: 'wait=1' });
      expect(late).toMatchObject({ status: 'recorded', ranks: null });
      expect(late.metrics[0]).toMatchObject({ metric: 'revenue', value: 70 });
    });
  });
});
