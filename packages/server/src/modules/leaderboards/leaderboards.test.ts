import { AroundPage, BoardPage } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { board, metric, NOON, periodIdOf, type Value } from '../../testing/boards.ts';
import { ENGINES } from '../../testing/standings.ts';

const DAY = 86_400_000;
describe.each(ENGINES)('from $engine', ({ engine }) => {
  let server: BoardServer;
  let now = NOON;

  beforeAll(async () => {
    server = await startBoardServer({
      postgresUrl: inject('postgresUrl'),
      redisUrl: engine === 'Redis' ? inject('redisUrl') : undefined,
      clock: { now: () => now },
    });
  });
  afterAll(async () => {
    // A board that Redis holds is read from nowhere else; the one with too large a score it does not hold.
    if (server.redis) expect(server.redis.counts.fallback).toBeLessThanOrEqual(2);
    await server.stop();
  });

  beforeEach(async () => {
    now = NOON;
    server.catalogues.metrics = [metric()];
    server.catalogues.boards = [board()];
    await server.empty('metric_values', 'leaderboard_snapshots', 'leaderboard_snapshot_ranks', 'profiles');
  });

  const list = '/v1/leaderboards/top-sellers/entries';

  async function put(values: readonly Value[], window: 'week' | 'all-time' = 'week', at = NOON): Promise<void> {
    const { tenant } = server.own;
    const periodId = await periodIdOf(server.test.database, tenant, window, at);
    await server.put({ tenant, periodId }, values);
  }

  async function page(path = list, token = server.own.publishableKey): Promise<BoardPage> {
    const { status, body } = await server.get(path, token);
    expect({ status, body }).toMatchObject({ status: 200 });
    const { of: _, ...rest } = body as { of?: unknown };
    return BoardPage.parse(rest);
  }

  async function refusal(path: string, token = server.own.publishableKey) {
    const { status, body } = await server.get(path, token);
    const { type, errors = [] } = body as { type: string; errors?: { pointer: string }[] };
    return [status, type.replace('urn:engagement:error:', ''), ...errors.map(({ pointer }) => pointer)];
  }

  const ids = ({ data }: BoardPage) => data.map(({ id }) => id);

  describe('a page', () => {
    test('says all there is to say of a board, its period and its entries', async () => {
      server.catalogues.metrics = [metric({ scale: 2, unit: { label: 'sales', currency: 'EUR' } })];
      await put([
        { id: 'ada', value: 453 },
        { id: 'bob', value: 453, reachedAt: '2026-01-02T00:00:00Z' },
        { id: 'cy', value: -7 },
      ]);
      await server.test.database.orm.execute(sql`insert into profiles (tenant_id, subject_ref, name, image, url, groups, attributes)
      select tenant_id, ref, 'Ada', '/ada.svg', 'https://shop.example/ada', '{}', '{}' from metric_subjects where key = 'ada'`);
      const nobody = { name: null, image: null, url: null, isMe: false, previousRank: null };
      expect(await page()).toEqual({
        board: {
          key: 'top-sellers',
          name: 'Top sellers',
          subject: 'creator',
          score: 'total',
          direction: 'descending',
          ranks: 'competition',
          windows: ['week', 'all-time'],
          segments: ['user.country'],
          unit: { label: 'sales', currency: 'EUR' },
          scale: 2,
          prior: null,
          minimum: null,
          minimumCount: null,
          follows: false,
          placements: null,
        },
        period: {
          key: '2026-W48',
          window: 'week',
          start: '2026-11-22T23:00:00.000000Z',
          end: '2026-11-29T23:00:00.000000Z',
          label: '23–29 November 2026',
          state: 'running',
          sealed: false,
          sealsAt: null,
          next: {
            key: '2026-W49',
            window: 'week',
            start: '2026-11-29T23:00:00.000000Z',
            end: '2026-12-06T23:00:00.000000Z',
            label: '30 November – 6 December 2026',
          },
        },
        segment: null,
        data: [
          {
            ...nobody,
            rank: 1,
            id: 'ada',
            score: 4.53,
            tied: true,
            name: 'Ada',
            image: '/ada.svg',
            url: 'https://shop.example/ada',
          },
          { ...nobody, rank: 1, id: 'bob', score: 4.53, tied: true },
          { ...nobody, rank: 3, id: 'cy', score: -0.07, tied: false },
        ],
        me: null,
        total: 3,
        version: expect.any(Number),
        nextCursor: null,
      });
    });

    test('grows its version with every change, and holds nothing of another tenant', async () => {
      await put([{ id: 'ada', value: 1 }]);
      const before = await page();
      await put([{ id: 'ada', value: 2 }]);
      expect((await page()).version).toBeGreaterThan(before.version);
      expect(await page(list, server.other.publishableKey)).toMatchObject({ data: [], total: 0, version: 0 });
    });

    test('has the entry of the token’s user, in the page or not, and marks it', async () => {
      const me = server.own.user;
      await put([
        { id: 'ada', value: 9 },
        { id: me, value: 5 },
        { id: 'bob', value: 5 },
      ]);
      const token = await server.own.userToken();
      expect(await page(`${list}?limit=1`, token)).toMatchObject({
        data: [{ id: 'ada', isMe: false }],
        me: { id: me, rank: 2, tied: true, isMe: true, ahead: { rank: 1, score: 9, distance: 4 } },
      });
      expect((await page(list, token)).data.map(({ isMe }) => isMe)).toEqual([false, true, false]);
      server.catalogues.metrics = [metric({ subject: 'asset' })];
      expect((await page(list, token)).me).toBeNull();
    });

    test('shows a segment apart from the whole, and leaves out whoever has nothing that stands', async () => {
      await put([
        { id: 'ada', value: 9 },
        { id: 'ada', value: 4, segment: 'user.country:DE' },
        { id: 'bob', value: 7 },
        { id: 'gone', value: 0, count: 0 },
      ]);
      expect(await page(`${list}?segment=user.country:DE`)).toMatchObject({
        data: [{ id: 'ada', score: 4 }],
        total: 1,
        segment: 'user.country:DE',
      });
      expect(ids(await page())).toEqual(['ada', 'bob']);
    });

    test('of a score that a double cannot hold is refused, not wrong', async () => {
      await put([{ id: 'rich', value: 2n ** 53n }]);
      expect(await refusal(list)).toEqual([500, 'internal']);
      await put([{ id: 'rich', value: 2n ** 53n - 1n }]);
      expect((await page()).data[0]?.score).toBe(Number.MAX_SAFE_INTEGER);
    });
  });

  describe('periods', () => {
    test('are named by window, by key and one before, and each has a plain label', async () => {
      server.catalogues.boards = [board({ windows: ['week', 'day', 'month', 'all-time'] })];
      await put([{ id: 'last-week', value: 1 }], 'week', NOON - 7 * DAY);
      await put([{ id: 'now', value: 1 }], 'week');
      expect(ids(await page(`${list}?period=week:previous`))).toEqual(['last-week']);
      expect(ids(await page(`${list}?period=2026-W47`))).toEqual(['last-week']);
      const labels = [];
      for (const period of ['week:previous', 'day', 'month', 'all-time'])
        labels.push((await page(`${list}?period=${period}`)).period.label);
      expect(labels).toEqual(['16–22 November 2026', '24 November 2026', 'November 2026', 'All time']);
      now = Date.parse('2026-12-01T12:00:00Z');
      expect((await page()).period.label).toBe('30 November – 6 December 2026');
      now = Date.parse('2027-01-01T12:00:00Z');
      expect((await page()).period).toMatchObject({ key: '2026-W53', label: '28 December 2026 – 3 January 2027' });
    }, 60_000);

    test('that the board does not have are refused by name', async () => {
      for (const period of ['month', '2026-W01', 'spring', 'all-time:previous']) {
        expect(await refusal(`${list}?period=${period}`)).toEqual([400, 'invalid-request', '/period']);
      }
      expect(await refusal(`${list}?segment=user.city:Rome`)).toEqual([400, 'invalid-request', '/segment']);
    });
  });

  describe('a board that is off', () => {
    test('is not there for browsers, and is for servers', async () => {
      server.catalogues.boards = [board({ enabled: false }), board({ key: 'on' })];
      const token = await server.own.userToken();
      for (const path of [
        '/v1/leaderboards/top-sellers',
        list,
        `${list}/around/ada`,
        '/v1/leaderboards/no-such-board',
      ]) {
        expect(await refusal(path)).toEqual([404, 'board-unavailable']);
        expect(await refusal(path, token)).toEqual([404, 'board-unavailable']);
      }
      expect(await page(list, server.own.secretKey)).toMatchObject({ data: [] });
      expect(await refusal('/v1/leaderboards/no-such-board', server.own.secretKey)).toEqual([404, 'not-found']);
      const { body } = await server.get('/v1/leaderboards', server.own.publishableKey);
      expect((body as { data: { key: string }[] }).data.map(({ key }) => key)).toEqual(['on']);
    });
  });

  describe('around', () => {
    test('gives an entry with its neighbours, ranked as on the whole board', async () => {
      await put([...'abcdefg'].map((id, at) => ({ id, value: 100 - Math.floor(at / 2) })));
      const around = await page(`${list}/around/d?span=1`);
      expect(around.data.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
        ['c', 3, true],
        ['d', 3, true],
        ['e', 5, true],
      ]);
      expect(around).toMatchObject({ total: 7, nextCursor: null });
      expect(ids(await page(`${list}/around/a?span=50`))).toEqual([...'abcdefg']);
    });

    test('says of the entry that was asked for how good its place is, whoever asks; me is the caller’s own', async () => {
      const me = server.own.user;
      await put([
        { id: 'ada', value: 9 },
        { id: 'bob', value: 7 },
        { id: me, value: 5 },
      ]);
      const of = { id: 'bob', rank: 2, topPercent: 67, isMe: false, ahead: { rank: 1, score: 9, distance: 2 } };
      const asked = async (id: string, token: string) => {
        const { status, body } = await server.get(`${list}/around/${id}?span=1`, token);
        expect(status).toBe(200);
        return AroundPage.parse(body);
      };
      expect(await asked('bob', server.own.secretKey)).toMatchObject({ of, me: null });
      expect(await asked('bob', server.own.publishableKey)).toMatchObject({ of, me: null });
      const token = await server.own.userToken();
      const own = { id: me, rank: 3, topPercent: 100, isMe: true, ahead: { rank: 2, score: 7, distance: 2 } };
      expect(await asked('bob', token)).toMatchObject({ of, me: own });
      expect(await asked('me', token)).toMatchObject({ of: own, me: own });
      expect((await asked('ada', token)).of).toMatchObject({ topPercent: 34, ahead: null });
    });

    test('me is the user of the token', async () => {
      const token = await server.own.userToken();
      expect(await refusal(`${list}/around/me`, token)).toEqual([404, 'not-found']);
      await put([
        { id: server.own.user, value: 3 },
        { id: 'ada', value: 9 },
      ]);
      expect((await page(`${list}/around/me`, token)).data.map(({ isMe }) => isMe)).toEqual([false, true]);
      expect(await refusal(`${list}/around/me`)).toEqual([400, 'invalid-request', '/id']);
      expect(await refusal(`${list}/around/nobody`)).toEqual([404, 'not-found']);
      server.catalogues.metrics = [metric({ subject: 'asset' })];
      expect(await refusal(`${list}/around/me`, token)).toEqual([400, 'invalid-request', '/id']);
    });
  });

  describe('a cursor', () => {
    test('is good for its own list alone', async () => {
      const order = 'abc'.split('').map((id, at) => ({ id, value: 9 - at }));
      await put([...order, ...order.map((value) => ({ ...value, segment: 'user.country:DE' }))]);
      const { nextCursor } = await page(`${list}?limit=1`);
      server.catalogues.boards = [board(), board({ key: 'twin' })];
      const at = (path: string, cursor = nextCursor ?? '') =>
        `${path}${path.includes('?') ? '&' : '?'}limit=1&cursor=${encodeURIComponent(cursor)}`;
      expect(ids(await page(at(list)))).toEqual(['b']);
      const given = nextCursor ?? '';
      const edited = [0, 20, 45, given.length - 8].map((at) => {
        const other = given[at] === 'A' ? 'B' : 'A';
        return given.slice(0, at) + other + given.slice(at + 1);
      });
      for (const cursor of [
        'x',
        '.',
        ...edited,
        `${given}A`,
        `${given}=`,
        `${given}.`,
        given.slice(4),
        given.slice(0, 38),
      ]) {
        expect(await refusal(at(list, cursor))).toEqual([400, 'invalid-request', '/cursor']);
      }
      for (const path of [
        list.replace('top-sellers', 'twin'),
        `${list}?period=week`,
        `${list}?segment=user.country:DE`,
      ]) {
        expect(await refusal(at(path))).toEqual([400, 'invalid-request', '/cursor']);
      }
      expect(await refusal(at(list), server.other.publishableKey)).toEqual([400, 'invalid-request', '/cursor']);
      server.catalogues.boards = [board({ direction: 'ascending' })];
      expect(await refusal(at(list))).toEqual([400, 'invalid-request', '/cursor']);
    });

    test('tells nothing of when an entry reached its score', async () => {
      const cursorOf = async (reachedAt: string) => {
        await server.empty('metric_values');
        await put([
          { id: 'creator-1', value: 2, reachedAt },
          { id: 'creator-2', value: 1 },
        ]);
        const { nextCursor } = await page(`${list}?limit=1`);
        return nextCursor ?? '';
      };
      const fine = await cursorOf('2026-11-24T10:11:12.123456Z');
      for (const part of [fine, ...fine.split('.')])
        expect(Buffer.from(part, 'base64url').toString()).not.toMatch(/reached|2026-11-24|creator-1/);
      expect((await cursorOf('2026-11-24T10:11:12Z')).length).toBe(fine.length);
    });

    test('stays in its week when the week turns', async () => {
      await put([
        { id: 'a', value: 2 },
        { id: 'b', value: 1 },
      ]);
      const { nextCursor } = await page(`${list}?limit=1`);
      now = NOON + 7 * DAY;
      const next = await page(`${list}?limit=1&cursor=${nextCursor}`);
      expect([next.period.key, ...ids(next)]).toEqual(['2026-W48', 'b']);
      expect((await page()).period.key).toBe('2026-W49');
    });

    test('whatever changes between pages, who did not move is seen exactly once', async () => {
      const values = fc.uniqueArray(
        fc.record({ id: fc.integer({ min: 0, max: 60 }), value: fc.integer({ min: 0, max: 8 }) }),
        {
          selector: ({ id }) => id,
          minLength: 8,
          maxLength: 24,
        },
      );
      const move = fc.record({
        id: fc.integer({ min: 0, max: 60 }),
        value: fc.integer({ min: 0, max: 8 }),
        count: fc.integer({ min: 0, max: 1 }),
      });
      const named = <T extends { id: number }>({ id, ...rest }: T) => ({ ...rest, id: `s${id}` });
      await fc.assert(
        fc.asyncProperty(values, fc.array(fc.array(move, { maxLength: 3 }), { maxLength: 8 }), async (start, moves) => {
          await server.empty('metric_values');
          await put(start.map(named));
          const seen: string[] = [];
          const moved = new Set<string>();
          let cursor: string | null = '';
          for (let at = 0; cursor !== null; at++) {
            const read: BoardPage = await page(`${list}?limit=3${cursor && `&cursor=${cursor}`}`);
            seen.push(...ids(read));
            cursor = read.nextCursor;
            const changes = new Map((moves[at] ?? []).map((each) => [each.id, named(each)]));
            for (const { id } of changes.values()) moved.add(id);
            await put([...changes.values()]);
          }
          const still = start.map(({ id }) => `s${id}`).filter((id) => !moved.has(id));
          expect(seen.filter((id) => !moved.has(id)).sort()).toEqual(still.sort());
        }),
        { numRuns: 25 },
      );
    }, 60_000);
  });
});
