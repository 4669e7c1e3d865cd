import { Explanation } from '@engagement/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../../testing/api-server.ts';
import { canary } from '../../../testing/canary.ts';
import { LISTED_ORIGIN, type Member } from '../../../testing/cast.ts';
import { purchase, refund, reversal, review } from '../../../testing/events.ts';
import { applyDefinitions } from '../../../testing/whole-server.ts';

let server: ApiServer;
const DAY = 86_400_000;
const today = new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10);
/** A minute of a day that is just over, in UTC. */
const at = (minute: string) => `${today}T10:${minute}Z`;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
  const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
  const reviewed = { type: 'review.submitted', subject: 'data.assetId', value: 'data.rating' };
  for (const member of [server.own, server.other]) {
    await applyDefinitions(server.core, member, {
      metrics: [
        {
          key: 'revenue',
          subject: 'creator',
          sources: [sold],
          fold: 'sum',
          segments: ['data.properties.kind'],
          unit: { label: 'Revenue', currency: 'EUR' },
        },
        { key: 'sales', subject: 'creator', sources: [sold], fold: 'count' },
        { key: 'dearest', subject: 'creator', sources: [sold], fold: 'max' },
        { key: 'buyers', subject: 'creator', sources: [{ ...sold, value: 'subject' }], fold: 'unique' },
        { key: 'rating', subject: 'asset', sources: [reviewed], fold: 'average', scale: 2 },
      ],
      boards: [
        { key: 'revenue', name: 'Revenue', metric: 'revenue' },
        { key: 'sales', name: 'Sales', metric: 'sales', ranks: 'ordinal', direction: 'ascending' },
        { key: 'dearest', name: 'Dearest', metric: 'dearest', ranks: 'dense' },
        { key: 'buyers', name: 'Buyers', metric: 'buyers' },
        { key: 'rated', name: 'Top rated', metric: 'rating', score: 'average' },
        { key: 'off', name: 'Off', metric: 'sales', enabled: false },
      ],
    });
  }
});
afterAll(() => server.stop());

async function record(member: Member, ...events: object[]): Promise<void> {
  const judged = await server.core.door.judge(member.tenant, events, { trust: 'server' });
  const facts = judged.flatMap((acceptance) => ('fact' in acceptance ? [acceptance.fact] : []));
  const { outcomes } = await server.core.recorder.recordAll(member.tenant, facts, 'test');
  expect([...outcomes.values()]).toEqual(events.map(() => 'recorded'));
}

const get = (path: string, token = server.own.secretKey) =>
  server.send(`GET /v1/leaderboards/${path}`, { token, ...(!token.startsWith('sk_') && { origin: LISTED_ORIGIN }) });

async function explain(path: string, token?: string): Promise<Explanation> {
  const reply = await get(path, token);
  expect(reply).toMatchObject({ status: 200 });
  return Explanation.parse(reply.body);
}

const contributed = (facts: Explanation['facts']) => facts?.reduce((sum, { contributes }) => sum + contributes, 0);

describe('the score', () => {
  test('is what stands of its facts, each with the reversals that took some of it back', async () => {
    await record(
      server.own,
      purchase('s-1', 1000, { creator: 'sum', at: at('00:00') }),
      purchase('s-2', 500, { creator: 'sum', at: at('01:00') }),
      purchase('s-3', 300, { creator: 'sum', at: at('02:00') }),
      refund('s-4', 's-1', 250, { at: at('03:00') }),
      reversal('purchase.charged-back', 's-5', 's-2', undefined, { at: at('04:00') }),
      reversal('chargeback.won', 's-6', 's-5', 200, { at: at('05:00') }),
      refund('s-7', 's-3', undefined, { at: at('06:00') }),
    );
    const { entry, steps, facts, nextCursor } = await explain('revenue/entries/sum/explain');
    expect(entry).toMatchObject({ id: 'sum', score: 950, topPercent: expect.any(Number) });
    expect(steps[0]).toEqual({
      kind: 'total',
      text: 'What stands of 2 events adds up to EUR 9.50.',
      fold: 'sum',
      count: 2,
      score: 950,
      decidedBy: null,
    });
    expect(nextCursor).toBe(null);
    const [third, second, first] = facts ?? [];
    expect(third).toMatchObject({ id: 's-3', worth: 300, contributes: 0, counts: false, amount: 300, takenBack: 300 });
    expect(third?.text).toMatch(
      /counts nothing, for all of it was taken back. purchase.refunded s-7 takes back 300\.$/,
    );
    expect(second).toMatchObject({ contributes: 200, takenBack: 300 });
    const named = { source: 'shop', trust: 'server' };
    expect(second?.reversals).toEqual([
      {
        ...named,
        id: 's-5',
        type: 'purchase.charged-back',
        time: `${today}T10:04:00.000000Z`,
        reverses: { ...named, id: 's-2' },
        amount: 500,
        takesBack: 300,
      },
      {
        ...named,
        id: 's-6',
        type: 'chargeback.won',
        time: `${today}T10:05:00.000000Z`,
        reverses: { ...named, id: 's-5' },
        amount: 200,
        takesBack: 200,
      },
    ]);
    expect(second?.text).toContain('counts EUR 2.00 of EUR 5.00; 300 of 500 were taken back.');
    expect(second?.text).toContain('purchase.charged-back s-5 took back 500, of which 300 is left.');
    expect(first).toMatchObject({ id: 's-1', type: 'purchase.completed', worth: 1000, contributes: 750 });
    expect(contributed(facts)).toBe(entry?.score);
  });

  test('of an average is its sum by its count', async () => {
    await record(
      server.own,
      ...[5, 4, 4.6].map((rating, index) => review(`avg-${index}`, rating, { asset: 'avg' })),
      review('avg-gone', 1, { asset: 'avg' }),
      reversal('review.withdrawn', 'avg-back', 'avg-gone'),
    );
    const { entry, steps, facts } = await explain('rated/entries/avg/explain');
    expect(entry?.score).toBe(4.53);
    const text = '3 events add up to 13.6: 13.6 ÷ 3 = 4.53.';
    expect(steps[0]).toEqual({ kind: 'average', text, sum: 13.6, count: 3, prior: null, score: 4.53 });
    expect(contributed(facts)).toBeCloseTo(13.6, 9);
    expect(facts).toHaveLength(4);
  });

  test('of a maximum is that of the first fact that has it, which is named', async () => {
    await record(
      server.own,
      purchase('max-1', 70, { creator: 'max', at: at('00:00') }),
      purchase('max-2', 90, { creator: 'max', at: at('01:00') }),
      purchase('max-3', 90, { creator: 'max', at: at('02:00') }),
      purchase('max-4', 99, { creator: 'max', at: at('03:00') }),
      refund('max-5', 'max-4', undefined, { at: at('04:00') }),
    );
    const { steps, facts } = await explain('dearest/entries/max/explain');
    expect(steps[0]).toMatchObject({ fold: 'max', score: 90, decidedBy: { id: 'max-2' } });
    expect(steps[0]?.text).toMatch(/^The highest of 3 events is 90\. It was first reached by max-2, .*:01:00\.$/);
    expect(facts?.map(({ id, contributes }) => [id, contributes])).toEqual([
      ['max-4', 0],
      ['max-3', 0],
      ['max-2', 90],
      ['max-1', 0],
    ]);
  });

  test('of distinct values is one for the first fact of each', async () => {
    await record(
      server.own,
      purchase('uni-1', 1, { creator: 'uni', subject: 'ann', at: at('00:00') }),
      purchase('uni-2', 1, { creator: 'uni', subject: 'ann', at: at('01:00') }),
      purchase('uni-3', 1, { creator: 'uni', subject: 'ben', at: at('02:00') }),
    );
    const { steps, facts } = await explain('buyers/entries/uni/explain');
    expect(steps[0]?.text).toBe('There are 2 different values in 3 events.');
    expect(facts?.map(({ id, contributes }) => [id, contributes])).toEqual([
      ['uni-3', 1],
      ['uni-2', 0],
      ['uni-1', 1],
    ]);
  });

  test('of a segment is what its own facts come to', async () => {
    const inKind = (id: string, amount: number, kind: string) => {
      const event = purchase(id, amount, { creator: 'seg', at: at('00:00') });
      return { ...event, data: { ...event.data, properties: { kind } } };
    };
    await record(server.own, inKind('seg-1', 11, 'map'), inKind('seg-2', 22, 'font'));
    const { segment, facts } = await explain('revenue/entries/seg/explain?segment=data.properties.kind:font');
    expect(segment).toBe('data.properties.kind:font');
    expect(facts?.map(({ id }) => id)).toEqual(['seg-2']);
  });

  test('comes in pages that add up, each behind a cursor that is good for nothing else', async () => {
    await record(
      server.own,
      ...Array.from({ length: 7 }, (_, index) => purchase(`p-${index}`, 10, { creator: 'paged', at: at('00:00') })),
    );
    const path = 'revenue/entries/paged/explain?limit=3';
    const seen: string[] = [];
    const cursors: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Explanation = await explain(`${path}${cursor && `&cursor=${cursor}`}`);
      seen.push(...(page.facts ?? []).map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor) cursors.push(cursor);
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `p-${index}`));
    const refused = { status: 400, pointers: ['/cursor'] };
    expect(await get(`revenue/entries/sum/explain?limit=3&cursor=${cursors[0]}`)).toMatchObject(refused);
    expect(await get(`${path}&cursor=${cursors[0]}x`)).toMatchObject(refused);
    expect(await get(`${path}&cursor=${cursors[0]}`, server.other.secretKey)).toMatchObject(refused);
  });
});

describe('the rank', () => {
  test('is told with the rule for ties where that decided', async () => {
    // Alone in another tenant, so that no other entry moves.
    const { secretKey } = server.other;
    await record(
      server.other,
      purchase('t-1', 90, { creator: 'top', at: at('00:00') }),
      purchase('t-2', 80, { creator: 'early', at: at('00:03') }),
      purchase('t-3', 80, { creator: 'late-a', at: `${today}T10:00:03.25Z` }),
      purchase('t-4', 80, { creator: 'late-b', at: `${today}T10:00:03.25Z` }),
    );
    const middle = await explain('revenue/entries/late-a/explain', secretKey);
    const berlin = new Date(Date.parse(`${today}T10:00:03Z`)).toLocaleString('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone: 'Europe/Berlin',
    });
    expect(middle.steps.slice(1)).toEqual([
      {
        kind: 'rank',
        text: 'Rank 2 among 4 entries: 1 entry has a higher score.',
        rank: 2,
        place: 3,
        better: 1,
        total: 4,
      },
      {
        kind: 'tie',
        text:
          `Tied with 2 others at EUR 0.80. Who reached the score first stands before, and this entry reached it on ${berlin}.25. ` +
          'It was the same instant as late-b: there the ids decide, byte by byte. 1 of them stands before it, 1 after it.',
        score: 80,
        others: 2,
        ahead: 1,
        reachedAt: `${today}T10:00:03.250000Z`,
        before: { id: 'early', decidedBy: 'reached' },
        after: { id: 'late-b', decidedBy: 'id' },
      },
    ]);
    const top = await explain('revenue/entries/top/explain', secretKey);
    expect(top.steps.map(({ kind }) => kind)).toEqual(['total', 'rank']);
    expect(top.steps[1]?.text).toBe('Rank 1 among 4 entries: 0 entries have a higher score.');
    const ordinal = await explain('sales/entries/late-a/explain', secretKey);
    expect(ordinal.steps[1]?.text).toBe('Rank 3 among 4 entries: 2 entries stand before it.');
    const dense = await explain('dearest/entries/late-b/explain', secretKey);
    expect(dense.steps[1]?.text).toBe('Rank 2 among 4 entries: there is 1 higher score.');
  });
});

describe('who may see facts', () => {
  const path = (id: string) => `revenue/entries/${encodeURIComponent(id)}/explain`;

  test('the owner, who may be called me, and a server; all others the formula and totals alone', async () => {
    const { own } = server;
    const [buyer, product, order] = [canary('buyer'), canary('asset'), canary('order')];
    const bought = purchase(order, 640, { creator: own.user, subject: buyer, at: at('00:00.123456') });
    await record(
      own,
      { ...bought, data: { ...bought.data, assetId: product } },
      refund(`${order}-back`, order, 40),
      purchase('tie-with-owner', 600, { creator: 'rival', at: at('09:00') }),
    );
    const owner = await own.userToken();
    for (const id of [own.user, 'me']) {
      const { facts, entry } = await explain(path(id), owner);
      expect(facts).toMatchObject([{ id: order, contributes: 600, reversals: [{ id: `${order}-back` }] }]);
      expect(entry?.isMe).toBe(true);
    }
    expect((await explain(path(own.user))).facts).toHaveLength(1);
    const strangers = [await own.userToken({ sub: 'rival' }), await own.userToken({ sub: buyer }), own.publishableKey];
    for (const token of strangers) {
      const reply = await get(path(own.user), token);
      const { entry, facts, steps, nextCursor } = Explanation.parse(reply.body);
      expect({ facts, nextCursor }).toEqual({ facts: null, nextCursor: null });
      expect(entry?.score).toBe(600);
      expect(steps[0]).toMatchObject({ kind: 'total', score: 600, count: 1 });
      expect(steps[2]).toMatchObject({ kind: 'tie', reachedAt: null, after: { id: 'rival' } });
      for (const secret of [order, product, '123456', ...(token === strangers[1] ? [] : [buyer])])
        expect(reply.text).not.toContain(secret);
    }
    // Neither does the owner learn who bought what.
    const reply = await get(path('me'), owner);
    expect([buyer, product].filter((bird) => reply.text.includes(bird))).toEqual([]);
  });

  test('of an asset only a server', async () => {
    await record(server.own, review('owned-1', 3, { asset: server.own.user }));
    const id = encodeURIComponent(server.own.user);
    expect((await explain(`rated/entries/${id}/explain`, await server.own.userToken())).facts).toBe(null);
    expect((await explain(`rated/entries/${id}/explain`)).facts).toHaveLength(1);
    expect(await get('rated/entries/me/explain', await server.own.userToken())).toMatchObject({
      status: 400,
      pointers: ['/id'],
    });
  });

  test('nobody from another tenant: there is no such entry', async () => {
    await record(server.own, purchase('only-mine', 5, { creator: 'only-mine' }));
    expect(await get(path('only-mine'), server.other.secretKey)).toMatchObject({ status: 404, problem: 'not-found' });
  });
});

test.each([
  ['an entry that is not there', 'revenue/entries/nobody/explain', 404, 'not-found', []],
  ['a board that is not there', 'nothing/entries/sum/explain', 404, 'not-found', []],
  ['a period that is none', 'revenue/entries/sum/explain?period=decade', 400, 'invalid-request', ['/period']],
  [
    'a segment that the board has not',
    'revenue/entries/sum/explain?segment=data.x:1',
    400,
    'invalid-request',
    ['/segment'],
  ],
  ['a limit beyond the largest', 'revenue/entries/sum/explain?limit=101', 400, 'invalid-request', ['/limit']],
  ['a parameter that nobody knows', 'revenue/entries/sum/explain?colour=red', 400, 'invalid-request', ['/colour']],
  ['me without a user', 'revenue/entries/me/explain', 400, 'invalid-request', ['/id']],
])('%s is refused', async (_, path, status, problem, pointers) => {
  expect(await get(path)).toMatchObject({ status, problem, pointers });
});

test('a board that is off explains itself to servers alone, and nothing without a credential', async () => {
  await record(server.own, purchase('off-1', 5, { creator: 'off' }));
  expect(await get('off/entries/off/explain')).toMatchObject({ status: 200 });
  expect(await get('off/entries/off/explain', server.own.publishableKey)).toMatchObject({
    problem: 'board-unavailable',
  });
  expect(await server.send('GET /v1/leaderboards/revenue/entries/off/explain')).toMatchObject({ status: 401 });
  const writer = await server.own.secretKeyWith(['events:write']);
  expect(await get('revenue/entries/off/explain', writer)).toMatchObject({ status: 403, problem: 'forbidden' });
});
