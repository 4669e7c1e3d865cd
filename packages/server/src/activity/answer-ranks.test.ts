import { BoardPage, EventAnswer } from '@engagement/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { purchase, refund } from '../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../testing/season-server.ts';

const TUESDAY = '2026-11-24T12:00:00Z';
const MONDAY = '2026-11-23T12:00:00Z';
const MONDAY_BEFORE = '2026-11-16T12:00:00Z';
const AUTUMN = { key: 'autumn', name: 'Autumn', start: '2026-09-01T00:00', end: '2026-12-01T00:00', graceHours: 0 };
const GROWTH = { score: 'growth' as const, growth: { damping: 100 }, windows: ['week' as const] };
const SOLD = { type: 'purchase.completed', subject: 'data.creatorId' };

let server: SeasonServer;
beforeAll(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: TUESDAY });
  await server.define({
    seasons: [AUTUMN],
    activityTypes: [{ type: 'creator.followed', client: true }],
    metrics: [
      {
        key: 'follows',
        subject: 'user',
        sources: [{ type: 'creator.followed', subject: 'subject' }],
        fold: 'count',
        windows: ['week', 'all-time'],
      },
      {
        key: 'sold',
        subject: 'creator',
        sources: [{ ...SOLD, value: 'data.amount' }],
        fold: 'sum',
        windows: ['season'],
      },
      { key: 'daily', subject: 'creator', sources: [{ ...SOLD, value: 'data.amount' }], fold: 'sum', windows: ['day'] },
      {
        key: 'stirred',
        subject: 'user',
        sources: [
          { type: 'purchase.completed', subject: 'subject' },
          { type: 'purchase.refunded', subject: 'subject' },
        ],
        fold: 'count',
        windows: ['day'],
      },
    ],
    boards: [
      { key: 'keen', name: 'Keen', metric: 'follows', shownWindows: ['week'] },
      { key: 'off', name: 'Off', metric: 'follows', enabled: false },
      { key: 'elsewhere', name: 'Elsewhere', metric: 'follows', windows: ['week'], placements: ['home'] },
      { key: 'top', name: 'Top', metric: 'sold' },
      { key: 'rising', name: 'Rising', metric: 'daily', ...GROWTH },
      { key: 'busier', name: 'Busier', metric: 'stirred', ...GROWTH },
    ],
  });
});
afterAll(() => server.stop());

async function answer(body: object, token = server.own.secretKey): Promise<EventAnswer> {
  const reply = await server.send('POST /v1/events', { token, body, prefer: 'wait=10' });
  expect(reply).toMatchObject({ status: 200 });
  return EventAnswer.parse(reply.body);
}

async function entries(board: string, query = ''): Promise<BoardPage> {
  const { body } = await server.send(`GET /v1/leaderboards/${board}/entries${query}`, { token: server.own.secretKey });
  return BoardPage.parse(body);
}

const places = ({ ranks }: EventAnswer) => ranks?.map(({ board, window }) => `${board} ${window}`).toSorted();
const of = ({ ranks }: EventAnswer, board: string) => ranks?.filter((rank) => rank.board === board);

describe('a window that is not shown', () => {
  const followed = (id: string, subject?: string) => ({
    id,
    source: 'page',
    type: 'creator.followed',
    time: TUESDAY,
    ...(subject && { subject }),
    data: { creatorId: 'c1' },
  });

  test('is not told of to a user, who cannot read it either; placements keep nothing from who names none', async () => {
    const token = await server.own.userToken();
    const told = await answer(followed('f1'), token);
    expect(told.metrics.map(({ window }) => window).toSorted()).toEqual(['all-time', 'week']);
    expect(places(told)).toEqual(['elsewhere week', 'keen week']);
    const read = await server.send('GET /v1/leaderboards/keen/entries?period=all-time', { token });
    expect(read.problem).toBe('board-unavailable');
  });

  test('is told of to a server', async () => {
    expect(places(await answer(followed('f2', 'u2')))).toEqual(['elsewhere week', 'keen all-time', 'keen week']);
  });

  test('is not told of together with others who wait at the same time and may know', async () => {
    const token = await server.own.userToken();
    const [user, asServer] = await Promise.all([
      answer(followed('f3'), token),
      answer(followed('f4', server.own.user)),
    ]);
    expect(places(user)).toEqual(['elsewhere week', 'keen week']);
    expect(places(asServer)).toContain('keen all-time');
  });
});

describe('growth', () => {
  const sell = (id: string, creator: string, amount: number, at: string) => purchase(id, amount, { creator, at });

  test('is told of when an event counts in one of the days that it compares, and not otherwise', async () => {
    await server.record(
      ...[sell('g1', 'ada', 1000, MONDAY_BEFORE), sell('g2', 'ada', 2000, MONDAY)],
      ...[sell('g3', 'bob', 100, MONDAY_BEFORE), sell('g4', 'bob', 200, MONDAY)],
    );
    const late = await answer(sell('g5', 'bob', 900, MONDAY));
    const [ada, bob] = [(1000 / 1100).toFixed(3), (1000 / 200).toFixed(3)].map(Number);
    const ahead = null;
    expect(of(late, 'rising')).toMatchObject([{ id: 'bob', period: '2026-W48', rank: 1, score: bob, ahead }]);
    expect((await entries('rising')).data).toMatchObject([
      { id: 'bob', rank: 1, score: bob },
      { id: 'ada', rank: 2, score: ada },
    ]);
    const before = await answer(sell('g6', 'ada', 9000, MONDAY_BEFORE));
    expect(of(before, 'rising')).toMatchObject([{ id: 'ada', period: '2026-W48', rank: 2 }]);
    // Today is not over.
    expect(of(await answer(sell('g7', 'bob', 900, TUESDAY)), 'rising')).toEqual([]);
  });

  test('that two days make is told of once', async () => {
    await server.record(purchase('s1', 500, { subject: 'eve', at: MONDAY_BEFORE }));
    const back = await answer(refund('s2', 's1', 100, { subject: 'eve', at: MONDAY }));
    const days = back.metrics.filter(({ metric }) => metric === 'stirred').map(({ period }) => period);
    expect(days.toSorted()).toEqual(['2026-11-16', '2026-11-23']);
    expect(of(back, 'busier')).toMatchObject([{ id: 'eve', period: '2026-W48', rank: 1 }]);
  });
});

test('a season that is sealed has no ranks to tell of, and the metric moves', async () => {
  const at = '2026-11-20T12:00:00Z';
  const running = await answer(purchase('a1', 50, { creator: 'cy', at }));
  expect(of(running, 'top')).toMatchObject([{ id: 'cy', period: 'autumn' }]);
  await server.turnTo('2026-12-01T12:00:00Z');
  const sealed = (await entries('top', '?period=autumn')).data;
  expect(sealed.map(({ id }) => id)).toContain('cy');
  const late = await answer(purchase('a2', 1_000_000, { creator: 'zoe', at }));
  expect(late.metrics).toContainEqual(expect.objectContaining({ metric: 'sold', period: 'autumn', value: 1_000_000 }));
  expect(of(late, 'top')).toEqual([]);
  expect((await entries('top', '?period=autumn')).data).toEqual(sealed);
});
