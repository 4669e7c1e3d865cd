import type { BoardSummary, Watch } from '@engagement/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { LISTED_ORIGIN } from '../../testing/cast.ts';
import { type ClientSocket, connect, watch } from '../../testing/socket.ts';
import { applyDefinitions } from '../../testing/whole-server.ts';

const EVERYWHERE = { enabled: true, placements: null, windows: ['week', 'month', 'all-time'] };
const entries = '/v1/leaderboards/sellers/entries';
let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
  await applyDefinitions(server.core, server.own, {
    metrics: [
      {
        key: 'sold',
        subject: 'creator',
        sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
        fold: 'sum',
        windows: ['week', 'month', 'all-time'],
      },
    ],
    boards: [
      { key: 'sellers', name: 'Sellers', metric: 'sold' },
      { key: 'others', name: 'Others', metric: 'sold' },
    ],
  });
});
afterAll(() => server.stop());
beforeEach(() => expose(EVERYWHERE));

/** Resolves when this server shows the board so. */
async function expose(body: object): Promise<void> {
  const token = server.own.secretKey;
  const reply = await server.send('PUT /v1/leaderboards/sellers/exposure', { token, body });
  expect(reply.status).toBe(200);
  const { revision } = (await server.send('GET /v1/definitions', { token })).body;
  const seen = async () => (await server.core.catalogues.current(server.own.tenant.id)).revision;
  await vi.waitFor(async () => expect(await seen()).toBe(revision), 5000);
}

const browse = async (path: string) => {
  const reply = await server.send(`GET ${path}`, { token: server.own.publishableKey, origin: LISTED_ORIGIN });
  return reply.problem ?? reply.status;
};
const asServer = (path: string) => server.send(`GET ${path}`, { token: server.own.secretKey });
const keysOf = ({ data }: { data: BoardSummary[] }) => data.map(({ key }) => key);

describe('a board that is shown in some places', () => {
  test('is not there for browsers elsewhere, and is for servers and for those who name no place', async () => {
    await expose({ placements: ['home', 'profile'] });
    for (const path of ['/v1/leaderboards/sellers', entries]) {
      expect(await browse(`${path}?placement=home`)).toBe(200);
      expect(await browse(path)).toBe(200);
      expect(await browse(`${path}?placement=dashboard`)).toBe('board-unavailable');
      expect(await asServer(`${path}?placement=dashboard`)).toMatchObject({ status: 200 });
    }
    expect(await browse(`${entries}/around/nobody?placement=dashboard`)).toBe('board-unavailable');
    expect(await browse(`${entries}/around/nobody?placement=home`)).toBe('not-found');
    const token = await server.own.userToken();
    const read = await server.send(`GET ${entries}?placement=dashboard`, { token, origin: LISTED_ORIGIN });
    expect(read.problem).toBe('board-unavailable');
  });

  test('is listed there alone', async () => {
    await expose({ placements: ['home'] });
    const listed = async (query: string) => keysOf((await asServer(`/v1/leaderboards${query}`)).body);
    expect(await listed('')).toEqual(['sellers', 'others']);
    expect(await listed('?placement=home')).toEqual(['sellers', 'others']);
    expect(await listed('?placement=dashboard')).toEqual(['others']);
  });

  test('refuses a place that is none', async () => {
    for (const path of ['/v1/leaderboards', '/v1/leaderboards/sellers', entries, `${entries}/around/ada`]) {
      const reply = await asServer(`${path}?placement=Home%20page`);
      expect(reply).toMatchObject({ status: 400, pointers: ['/placement'] });
    }
  });
});

describe('a window that is not shown', () => {
  test('is as if it were not there for browsers, by any name, and is there for servers', async () => {
    await expose({ windows: ['month', 'all-time'] });
    const keyOf = async (period: string) => (await asServer(`${entries}?period=${period}`)).body.period.key;
    const [week, month] = [await keyOf('week'), await keyOf('month')];
    for (const period of ['week', 'week:previous', week]) {
      expect(await browse(`${entries}?period=${period}`)).toBe('board-unavailable');
      expect(await asServer(`${entries}?period=${period}`)).toMatchObject({ status: 200 });
    }
    expect(await browse(`${entries}?period=${month}`)).toBe(200);
    expect(await browse(`${entries}?period=day`)).toBe('invalid-request');
  });

  test('is left out of what the board says of itself, and of what it shows unasked', async () => {
    await expose({ windows: ['month', 'all-time'] });
    const read = async (token: string) => (await server.send(`GET ${entries}`, { token })).body;
    const page = await read(await server.own.userToken());
    expect([page.board.windows, page.period.window]).toEqual([['month', 'all-time'], 'month']);
    const whole = await read(server.own.secretKey);
    expect([whole.board.windows, whole.period.window]).toEqual([['week', 'month', 'all-time'], 'week']);
  });
});

describe('those who watch', () => {
  const opened: ClientSocket[] = [];
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.close();
  });

  /** Watches, and hears when that is over. */
  async function follow(request: Partial<Watch> = {}) {
    const socket = await connect(server.url, server.own.publishableKey);
    opened.push(socket);
    const reply = await watch(socket, { key: 'sellers', ...request });
    if (!reply.ok) throw new Error(reply.problem.detail);
    const follower = { socket, gone: false };
    socket.on('unavailable', ({ room }) => {
      if (room === reply.room) follower.gone = true;
    });
    return follower;
  }

  test('hear within seconds that the board is off, and may watch again once it is on', async () => {
    const follower = await follow();
    const began = performance.now();
    await expose({ enabled: false });
    await vi.waitFor(() => expect(follower.gone).toBe(true), { timeout: 5000, interval: 20 });
    expect(performance.now() - began).toBeLessThan(5000);
    const refused = await watch(follower.socket, { key: 'sellers' });
    expect(refused).toMatchObject({ ok: false, problem: { type: 'urn:engagement:error:board-unavailable' } });
    await expose({ enabled: true });
    expect(await watch(follower.socket, { key: 'sellers' })).toMatchObject({ ok: true });
  });

  test('in one place, or one window, hear that it is gone there; the others go on', async () => {
    const followers = [
      await follow({ period: 'month', placement: 'home' }),
      await follow({ period: 'month', placement: 'dashboard' }),
      await follow({ period: 'month' }),
      await follow({ period: 'week' }),
    ];
    const gone = () => followers.map((follower) => follower.gone);
    await expose({ placements: ['home'] });
    await vi.waitFor(() => expect(gone()).toEqual([false, true, false, false]), 5000);
    await expose({ windows: ['month'] });
    await vi.waitFor(() => expect(gone()).toEqual([false, true, false, true]), 5000);
  });
});

test('a board that is not there is named, with how to see which ones are', async () => {
  const presented = { token: server.own.publishableKey, origin: LISTED_ORIGIN };
  const reply = await server.send('GET /v1/leaderboards/nothing/entries', presented);
  expect([reply.status, reply.problem]).toEqual([404, 'board-unavailable']);
  expect((reply.body as { detail: string }).detail).toMatch(
    /The board nothing is not available.*GET \/v1\/leaderboards/,
  );
});
