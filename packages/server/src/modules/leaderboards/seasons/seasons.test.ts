import { BoardPage, BoardSeason, type Period } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { rows } from '../../../platform/db/database.ts';
import { LISTED_ORIGIN } from '../../../testing/cast.ts';
import { purchase, refund } from '../../../testing/events.ts';
import { type SeasonServer, startSeasonServer } from '../../../testing/season-server.ts';
import { salesOver } from '../../../testing/seasons.ts';

const AUTUMN = {
  key: 'autumn',
  name: 'Autumn',
  start: '2026-09-01T00:00',
  end: '2026-12-01T00:00',
  graceHours: 24,
  reviewHours: 48,
};
const WINTER = { key: 'winter', name: 'Winter', start: '2026-12-01T00:00', end: '2027-03-01T00:00' };
const SUMMER = { key: 'summer', name: 'Summer', start: '2026-06-01T00:00', end: '2026-09-01T00:00' };
const DURING = '2026-11-24T12:00:00Z';
/** Midnight in Berlin, a day of grace, two of review. */
const END = '2026-11-30T23:00:00.000000Z';
const GRACE_ENDS = '2026-12-01T23:00:00.000000Z';
const SEALS = '2026-12-03T23:00:00.000000Z';

let server: SeasonServer;
const servers: SeasonServer[] = [];
beforeEach(async () => {
  server = await startSeasonServer({ postgresUrl: inject('postgresUrl'), now: DURING });
  servers.push(server);
  await define(salesOver([AUTUMN, WINTER, SUMMER]));
  await server.turnTo(DURING);
});
afterAll(() => Promise.all(servers.map((each) => each.stop())));

const asServer = () => ({ token: server.own.secretKey });
const asBrowser = () => server.browser;
const get: SeasonServer['get'] = (...asked) => server.get(...asked);
const define: SeasonServer['define'] = (...asked) => server.define(...asked);
const sale = (id: string, creator: string, amount: number) =>
  purchase(id, amount, { creator, at: '2026-11-20T12:00:00Z' });

async function seasonNow(key = 'autumn'): Promise<BoardSeason> {
  const { status, body } = await get(`/seasons/${key}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return BoardSeason.parse(body);
}
const periodNow = async () => BoardPage.parse((await get('/entries?period=autumn', asBrowser())).body).period;
const standing = async (period = 'autumn') =>
  BoardPage.parse((await get(`/entries?period=${period}`, asBrowser())).body).data.map(
    ({ id, rank, score }) => `${rank} ${id} ${score}`,
  );

describe('a season goes its way', { timeout: 60_000 }, () => {
  test('upcoming, running, provisional, in review, sealed: every page says where it stands and what comes next', async () => {
    const steps: [string, Period['state']][] = [
      ['2026-08-31T21:59:59Z', 'upcoming'],
      [DURING, 'running'],
      ['2026-11-30T22:59:59Z', 'running'],
      ['2026-11-30T23:00:00Z', 'provisional'],
      ['2026-12-01T22:59:59Z', 'provisional'],
      ['2026-12-01T23:00:00Z', 'review'],
      ['2026-12-03T22:59:59Z', 'review'],
      ['2026-12-03T23:00:00Z', 'sealed'],
      ['2027-12-03T23:00:00Z', 'sealed'],
    ];
    for (const [at, state] of steps) {
      await server.turnTo(at);
      const period = await periodNow();
      expect([at, period]).toEqual([
        at,
        {
          key: 'autumn',
          window: 'season',
          label: 'Autumn',
          start: '2026-08-31T22:00:00.000000Z',
          end: END,
          state,
          sealed: state === 'sealed',
          sealsAt: SEALS,
          next: { key: 'winter', window: 'season', label: 'Winter', start: END, end: '2027-02-28T23:00:00.000000Z' },
        },
      ]);
      expect((await seasonNow()).period).toEqual(period);
    }
  });

  test('all seasons of a board are listed by their start, each with its state', async () => {
    await server.turnTo('2026-12-01T12:00:00Z');
    const { status, body } = await get('/seasons', asBrowser());
    expect(status).toBe(200);
    expect(body.data.map(({ key, state, next }: Period) => [key, state, next?.key])).toEqual([
      ['summer', 'sealed', 'autumn'],
      ['autumn', 'provisional', 'winter'],
      ['winter', 'running', undefined],
    ]);
  });

  test('a day says which comes after it, and all time says nothing', async () => {
    await define(salesOver([AUTUMN], { windows: ['day', 'all-time'] }));
    const at = async (period: string) => BoardPage.parse((await get(`/entries?period=${period}`)).body).period;
    expect((await at('day')).next).toEqual({
      key: '2026-11-25',
      window: 'day',
      label: '25 November 2026',
      start: '2026-11-24T23:00:00.000000Z',
      end: '2026-11-25T23:00:00.000000Z',
    });
    expect((await at('day:previous')).next?.key).toBe('2026-11-24');
    expect(await at('all-time')).toMatchObject({ next: null, state: 'running' });
    expect((await get('/seasons')).body).toEqual({ data: [], nextCursor: null });
    expect((await get('/seasons/autumn')).status).toBe(404);
  });

  test('late facts count until the seal, and not after it: the board stands, the numbers move on', async () => {
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90), sale('3', 'cy', 80));
    await server.turnTo('2026-12-03T22:59:59Z');
    await server.record(sale('4', 'bob', 20));
    expect(await standing()).toEqual(['1 bob 110', '2 ada 100', '3 cy 80']);
    await server.turnTo('2026-12-03T23:00:00Z');
    await server.record(sale('5', 'ada', 500), sale('6', 'dee', 85), refund('7', '3'));
    expect(await standing()).toEqual(['1 bob 110', '2 ada 100', '3 cy 80']);
    expect(await seasonNow()).toMatchObject({
      total: 3,
      late: {
        count: 3,
        // ada and bob changed places, dee came, cy is gone.
        moved: 4,
        data: [
          { id: 'ada', sealed: { rank: 2, score: 100 }, now: { rank: 1, score: 600 } },
          { id: 'cy', sealed: { rank: 3, score: 80 }, now: null },
          { id: 'dee', sealed: null, now: { rank: 3, score: 85 } },
        ],
      },
    });
    const browser = BoardSeason.parse((await get('/seasons/autumn', asBrowser())).body);
    expect(browser).toMatchObject({ total: 3, late: null, period: { state: 'sealed' } });
  });

  test('a season that is over when it is defined has its grace from then on', async () => {
    const late = { key: 'spring', start: '2026-03-01T00:00', end: '2026-06-01T00:00', graceHours: 2 };
    await define(salesOver([late]));
    expect((await seasonNow('spring')).period).toMatchObject({ state: 'provisional', sealsAt: null });
    await server.turnTo(DURING);
    expect((await seasonNow('spring')).period).toMatchObject({ sealsAt: '2026-11-24T14:00:00.000000Z' });
    await server.turnTo('2026-11-24T14:00:00Z');
    expect((await seasonNow('spring')).period.state).toBe('sealed');
  });

  test('the names of a sealed season are those of today, and those of then for who has no profile any more', async () => {
    await server.send('PUT /v1/creators/ada', { ...asServer(), body: { name: 'Ada', image: 'https://a.example/1' } });
    await server.record(sale('1', 'ada', 100), sale('2', 'bob', 90));
    await server.turnTo('2026-12-03T23:00:00Z');
    await server.send('PUT /v1/creators/ada', { ...asServer(), body: { name: 'Ada L.' } });
    const entries = async () => BoardPage.parse((await get('/entries?period=autumn')).body).data;
    expect(await entries()).toMatchObject([
      { id: 'ada', name: 'Ada L.', image: 'https://a.example/1', previousRank: null },
      { id: 'bob', name: null },
    ]);
    await server.database.orm.execute(sql`delete from profiles`);
    expect((await entries())[0]).toMatchObject({ id: 'ada', name: 'Ada', image: null });
  });
});

describe('sealing by hand', { timeout: 60_000 }, () => {
  const seal = (who: object = asServer(), season = 'autumn') =>
    server.send(`POST /v1/leaderboards/top/seasons/${season}/seal`, who);
  const audited = () =>
    rows(
      server.database.orm,
      sql`select actor, object from tenant_audit_log where tenant_id = ${server.own.tenant.id} and action = 'season.sealed'
          and object = 'top/autumn'`,
    );

  test('is refused while late facts are waited for, with the instant from which it is not', async () => {
    for (const at of [DURING, '2026-12-01T22:59:59.999Z']) {
      server.sleepUntil(at);
      const { status, problem, body } = await seal();
      expect([status, problem]).toEqual([409, 'conflict']);
      expect(body.detail).toContain(GRACE_ENDS);
    }
    expect(await audited()).toEqual([]);
  });

  test('ends the review at once; the second time, and the schedule, find it done', async () => {
    await server.record(sale('1', 'ada', 100));
    server.sleepUntil('2026-12-02T08:00:00Z');
    const sealed = await seal();
    expect(sealed.status).toBe(200);
    expect(BoardSeason.parse(sealed.body)).toMatchObject({
      total: 1,
      period: { state: 'sealed', sealed: true, sealsAt: '2026-12-02T08:00:00.000000Z' },
    });
    server.sleepUntil('2026-12-02T09:00:00Z');
    expect((await seal()).body).toEqual(sealed.body);
    await server.turnTo('2026-12-10T09:00:00Z');
    expect((await seal()).body).toEqual(sealed.body);
    expect(await audited()).toEqual([{ actor: expect.stringMatching(/^key:key_/), object: 'top/autumn' }]);
  });

  test('needs a secret key that may, of the tenant whose board it is', async () => {
    server.sleepUntil('2026-12-02T08:00:00Z');
    const narrow = await server.own.secretKeyWith(['leaderboards:read']);
    const outcomes = [
      {},
      asBrowser(),
      { token: await server.own.userToken(), origin: LISTED_ORIGIN },
      { token: narrow },
      { token: server.other.secretKey },
    ];
    const seen: unknown[] = [];
    for (const who of outcomes) seen.push((await seal(who)).problem);
    expect(seen).toEqual(['unauthenticated', 'wrong-key-class', 'wrong-key-class', 'forbidden', 'not-found']);
    expect((await seal(asServer(), 'nothing')).problem).toBe('not-found');
    expect((await seal(asServer(), 'day')).problem).toBe('not-found');
    expect(await audited()).toEqual([]);
  });
});

describe('definitions', { timeout: 60_000 }, () => {
  const refused = async (seasons: object[], query = '') => {
    const body = { ...salesOver([AUTUMN, WINTER, SUMMER]), seasons };
    const reply = await server.send(`PUT /v1/definitions${query}`, { ...asServer(), body });
    return [reply.status, ...reply.pointers];
  };
  const defined = (season: object) => ({ graceHours: 0, ...season });

  test('grace and review may change until the seal, and move it', async () => {
    await server.record(sale('1', 'ada', 100));
    server.sleepUntil('2026-12-01T12:00:00Z');
    expect(await refused([{ ...AUTUMN, graceHours: 240, reviewHours: 0 }])).toEqual([200]);
    await vi.waitFor(async () => expect((await periodNow()).sealsAt).toBe('2026-12-10T23:00:00.000000Z'), 10_000);
    await server.turnTo('2026-12-05T12:00:00Z');
    expect((await periodNow()).state).toBe('provisional');
    expect(await refused([{ ...AUTUMN, graceHours: 1, reviewHours: 0 }])).toEqual([200]);
    // Definitions reach every process within a second.
    await vi.waitFor(async () => expect((await periodNow()).sealsAt).toBe('2026-12-01T00:00:00.000000Z'), 10_000);
    await server.turnTo('2026-12-05T12:01:00Z');
    expect(await periodNow()).toMatchObject({ state: 'sealed', sealsAt: '2026-12-05T12:01:00.000000Z' });
  });

  test('a sealed season can be neither changed nor removed: the problem names the field', async () => {
    await server.turnTo('2026-12-03T23:00:00Z');
    const others = [defined(WINTER), defined(SUMMER)];
    expect(await refused([{ ...AUTUMN, graceHours: 25 }, ...others])).toEqual([400, '/seasons/0/graceHours']);
    expect(await refused([...others, { ...AUTUMN, name: 'Fall', end: '2026-12-02T00:00' }])).toEqual([
      400,
      '/seasons/2/end',
      '/seasons/2/name',
    ]);
    expect(await refused(others, '?prune=1')).toEqual([400, '/seasons']);
    expect(await refused([AUTUMN, ...others])).toEqual([200]);
  });
});
