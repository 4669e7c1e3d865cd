import { BoardPage } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { board, metric, NOON, periodIdOf, type Value } from '../../testing/boards.ts';
import { type ClientSocket, connect, Follower, watch } from '../../testing/socket.ts';
import { ENGINES } from '../../testing/standings.ts';

/** Long enough to tell a rate from none, short enough for a test. */
const INTERVAL = 60;
const WEEK_END = Date.parse('2026-11-29T23:00:00Z');
describe.each(ENGINES)('from $engine', ({ engine }) => {
  let server: BoardServer;
  let offset = 0;
  const sockets: ClientSocket[] = [];
  const now = () => Date.now() + offset;

  beforeAll(async () => {
    server = await startBoardServer({
      postgresUrl: inject('postgresUrl'),
      redisUrl: engine === 'Redis' ? inject('redisUrl') : undefined,
      clock: { now },
      tempo: { intervalMs: INTERVAL, graceMs: 20, slowestRetryMs: 100 },
    });
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    offset = NOON - Date.now();
    server.catalogues.metrics = [metric()];
    server.catalogues.boards = [board()];
    await server.empty('metric_values');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });

  async function put(...values: Value[]): Promise<void> {
    const periodId = await periodIdOf(server.test.database, server.own.tenant, 'week', now());
    await server.put({ tenant: server.own.tenant, periodId }, values);
  }

  async function open(token = server.own.publishableKey): Promise<Follower> {
    const socket = await connect(server.url, token);
    sockets.push(socket);
    return new Follower(socket);
  }

  async function read(token = server.own.publishableKey): Promise<BoardPage> {
    const { body } = await server.get('/v1/leaderboards/top-sellers/entries?limit=100', token);
    return BoardPage.parse(body);
  }

  /** The follower has what HTTP says. Versions may differ, where a change was none of this board's. */
  async function caughtUp(...followers: Follower[]): Promise<void> {
    const { version: _, ...truth } = await read();
    for (const follower of followers) {
      await vi.waitFor(
        () => expect({ ...follower.page, version: undefined }).toEqual({ ...truth, version: undefined }),
        5000,
      );
    }
  }

  describe('watching', () => {
    test('starts with the page, and goes on with what differs', async () => {
      await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 }, { id: 'cy', value: 1 });
      const follower = await (await open()).watch();
      expect(follower.page).toEqual(await read());
      await put({ id: 'cy', value: 5 });
      await caughtUp(follower);
      expect(follower.received).toHaveLength(1);
      await put({ id: 'cy', value: 6 });
      await caughtUp(follower);
      expect(follower.received[1]?.rows.map(({ at, entry }) => [at, entry.id])).toEqual([[0, 'cy']]);
      await put({ id: 'ada', value: 0, count: 0 });
      await caughtUp(follower);
      expect(follower.received[2]).toMatchObject({ length: 2, total: 2 });
    });

    test('gives each their own entry once, and broadcasts nobody’s', async () => {
      await put({ id: 'ada', value: 3 }, { id: server.own.user, value: 2 });
      const follower = await (await open(await server.own.userToken())).watch();
      expect(follower.page).toEqual(await read(await server.own.userToken()));
      expect(follower.page?.me).toMatchObject({ id: server.own.user, rank: 2, isMe: true });
      await put({ id: server.own.user, value: 9 });
      await vi.waitFor(() => expect(follower.received).toHaveLength(1));
      expect(JSON.stringify(follower.received)).not.toContain('"isMe":true');
      expect(follower.received[0]).not.toHaveProperty('me');
    });

    test('is told nothing of other boards, segments and tenants', async () => {
      await put({ id: 'ada', value: 3 });
      const follower = await (await open()).watch();
      const { tenant } = server.own;
      const periodId = await periodIdOf(server.test.database, tenant, 'week', now());
      await server.put({ tenant, periodId, metricId: 2 }, [{ id: 'ada', value: 8 }]);
      await put({ id: 'ada', value: 8, segment: 'user.country:DE' });
      await server.put({ tenant: server.other.tenant, periodId }, [{ id: 'ada', value: 8 }]);
      await put({ id: 'ada', value: 4 });
      await caughtUp(follower);
      expect(follower.received).toHaveLength(1);
      const other = await open(server.other.publishableKey);
      expect((await other.watch()).page).toMatchObject({ data: [], total: 0 });
      expect(other.room).not.toBe(follower.room);
    });

    test('ends when it is given up', async () => {
      const [follower, witness] = [await (await open()).watch(), await (await open()).watch()];
      follower.socket.emit('unwatch', follower.room);
      await watch(follower.socket, { key: 'no-such-board' });
      await put({ id: 'ada', value: 3 });
      await caughtUp(witness);
      await watch(follower.socket, { key: 'no-such-board' });
      expect(follower.received).toEqual([]);
    });
  });

  test('a flood of changes is sent at most once per interval, and its end always', async () => {
    const follower = await (await open()).watch();
    const started = performance.now();
    for (let value = 1; value <= 60; value++) await put({ id: `s${value % 7}`, value });
    await caughtUp(follower);
    const intervals = (performance.now() - started) / INTERVAL;
    expect(follower.received.length).toBeGreaterThan(1);
    expect(follower.received.length).toBeLessThanOrEqual(intervals + 2);
  }, 60_000);

  test('a change that comes while the board is being read is not lost', async () => {
    await put({ id: 'ada', value: 3 });
    const follower = await (await open()).watch();
    server.duringNextRead(async () => {
      const heard = new Promise<void>((resolve) => server.changes.onChange(() => resolve()));
      await put({ id: 'ada', value: 5 });
      await heard;
    });
    await put({ id: 'ada', value: 4 });
    await vi.waitFor(() => expect(follower.page?.data[0]?.score).toBe(5));
    expect(follower.received).toHaveLength(2);
  });

  test('however changes and newcomers come, everyone ends with the page that HTTP gives', async () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 12 }).map((id) => `s${id}`),
      value: fc.integer({ min: 0, max: 5 }),
      count: fc.integer({ min: 0, max: 3 }).map((each) => Math.min(each, 1)),
    });
    const step = fc.record({
      changes: fc.uniqueArray(change, { selector: ({ id }) => id, maxLength: 4 }),
      pause: fc.constantFrom(0, 0, 5, INTERVAL, 2 * INTERVAL),
    });
    const steps = fc.array(step, { minLength: 3, maxLength: 12 });
    const joins = fc.tuple(fc.nat(11), fc.nat(11));
    await fc.assert(
      fc.asyncProperty(steps, joins, async (list, at) => {
        const followers = [await open(), await open()];
        const watching = [];
        for (const [index, { changes, pause }] of list.entries()) {
          for (const who of [0, 1]) if (at[who]! % list.length === index) watching.push(followers[who]!.watch());
          await put(...changes);
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
        await Promise.all(watching);
        await caughtUp(...followers);
        for (const { socket } of followers) socket.close();
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test('newcomers and those who were there stand at the same version', async () => {
    await put({ id: 'ada', value: 3 });
    const first = await (await open()).watch();
    const { tenant } = server.own;
    const periodId = await periodIdOf(server.test.database, tenant, 'week', now());
    // The tenant's version moves on, the board does not.
    await server.put({ tenant, periodId, metricId: 2 }, [{ id: 'ada', value: 8 }]);
    const second = await (await open()).watch();
    await vi.waitFor(() => expect(first.page?.version).toBe(second.page?.version));
    expect(first.received.flatMap(({ rows }) => rows)).toEqual([]);
    await put({ id: 'bob', value: 4 });
    await caughtUp(first, second);
  });

  describe('when what is watched changes as a whole', () => {
    test('everyone starts anew as the week turns', async () => {
      await put({ id: 'ada', value: 3 });
      offset = WEEK_END - 2000 - Date.now();
      const follower = await (await open()).watch();
      const previous = await (await open()).watch({ period: 'week:previous' });
      expect([follower.page?.period.key, previous.page?.period.key]).toEqual(['2026-W48', '2026-W47']);
      await vi.waitFor(() => expect(follower.page?.period.key).toBe('2026-W49'), 8000);
      expect(follower.received.map(({ from }) => from)).toEqual([null]);
      await vi.waitFor(() => expect(previous.received.map(({ from }) => from)).toEqual([null]));
      await put({ id: 'ada', value: 4 });
      await caughtUp(follower);
    });

    test('everyone starts anew as the board is defined otherwise', async () => {
      await put({ id: 'ada', value: 3 }, { id: 'bob', value: 2 });
      const follower = await (await open()).watch();
      server.catalogues.change(server.own.tenant.id, [board({ direction: 'ascending' })]);
      await caughtUp(follower);
      expect(follower.page?.data.map(({ id }) => id)).toEqual(['bob', 'ada']);
      expect(follower.received.map(({ from }) => from)).toEqual([null]);
    });

    test('a board that is switched off is gone, and comes back for who watches again', async () => {
      await put({ id: 'ada', value: 3 });
      const follower = await (await open()).watch();
      server.catalogues.change(server.own.tenant.id, [board({ enabled: false })]);
      await vi.waitFor(() => expect(follower.gone).toBe(true));
      expect(await watch(follower.socket)).toMatchObject({
        ok: false,
        problem: { status: 404, type: 'urn:engagement:error:board-unavailable' },
      });
      server.catalogues.change(server.own.tenant.id, [board()]);
      await put({ id: 'ada', value: 4 });
      expect((await follower.watch()).page?.data[0]?.score).toBe(4);
      expect(follower.received).toEqual([]);
    });
  });

  test('while boards cannot be read nothing is sent, and afterwards the difference is', async () => {
    const { orm } = server.test.database;
    await put({ id: 'ada', value: 3 });
    const follower = await (await open()).watch();
    await orm.execute(sql`alter table leaderboard_snapshot_ranks rename to away`);
    await server.redis?.flush();
    try {
      await put({ id: 'ada', value: 4 });
      await vi.waitFor(() => expect(server.reported.length).toBeGreaterThan(1), 10_000);
      expect(await watch((await open()).socket)).toMatchObject({ ok: false, problem: { status: 500 } });
      expect(follower.received).toEqual([]);
    } finally {
      await orm.execute(sql`alter table away rename to leaderboard_snapshot_ranks`);
    }
    await caughtUp(follower);
    expect(follower.gone).toBe(false);
  });

  test('a room that nobody watches is not read', async () => {
    const follower = await (await open()).watch();
    const witness = await (await open(server.other.publishableKey)).watch();
    follower.socket.emit('unwatch', follower.room);
    await watch(follower.socket, { key: 'no-such-board' });
    const { tenant } = server.own;
    const before = server.reads.get(tenant.id);
    await put({ id: 'ada', value: 3 });
    server.catalogues.change(tenant.id, [board()]);
    const periodId = await periodIdOf(server.test.database, server.other.tenant, 'week', now());
    for (const value of [1, 2, 3]) {
      await server.put({ tenant: server.other.tenant, periodId }, [{ id: 'ada', value }]);
      await vi.waitFor(() => expect(witness.page?.data[0]?.score).toBe(value));
    }
    expect(server.reads.get(tenant.id)).toBe(before);
  });
});
