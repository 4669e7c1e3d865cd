import { type BoardPage, REALTIME_PATH } from '@engagement/contract';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { NOON, periodIdOf, putValues } from '../../testing/boards.ts';
import { LISTED_ORIGIN } from '../../testing/cast.ts';
import { type EngineProxy, startProxy } from '../../testing/proxy.ts';
import { type ClientSocket, Follower } from '../../testing/socket.ts';

const CROWD = 150;
const INTERVAL = 200;
let server: BoardServer;
let way: EngineProxy;
const offset = NOON - Date.now();

beforeAll(async () => {
  server = await startBoardServer({
    postgresUrl: inject('postgresUrl'),
    clock: { now: () => Date.now() + offset },
    limits: { connectsPerMinute: 100 * CROWD },
    tempo: { intervalMs: INTERVAL },
  });
  way = await startProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
});
afterAll(async () => {
  await server.stop();
  await way.close();
});

async function put(value: number): Promise<void> {
  const { tenant } = server.own;
  const periodId = await periodIdOf(server.test.database, tenant, 'week');
  await putValues(server.test.database, { tenant, periodId }, [{ id: `s${value % 7}`, value }]);
}

/** As the client of the SDK does it: comes back by itself, a random while later, and watches again. */
function follow(): Follower {
  const socket: ClientSocket = io(`http://127.0.0.1:${way.port}`, {
    path: REALTIME_PATH,
    transports: ['websocket'],
    auth: { token: server.own.publishableKey },
    extraHeaders: { Origin: LISTED_ORIGIN },
    forceNew: true,
  });
  const follower = new Follower(socket);
  socket.on('disconnect', () => {
    follower.page = undefined;
  });
  socket.on('connect', () => void follower.watch());
  return follower;
}

test('a crowd that drops and comes back at once ends with the board, which is read for all of them together', async () => {
  await put(1);
  const crowd = Array.from({ length: CROWD }, follow);
  const all = (version: number) =>
    vi.waitFor(
      () => {
        for (const { page } of crowd) expect(page?.version ?? 0).toBeGreaterThanOrEqual(version);
      },
      { timeout: 60_000, interval: 100 },
    );
  const current = async () =>
    (await server.get('/v1/leaderboards/top-sellers/entries?limit=100', server.own.publishableKey)).body as BoardPage;
  await all((await current()).version);
  const readsBefore = server.catalogues.asked.get(server.own.tenant.id) ?? 0;
  const began = performance.now();
  way.cut();
  await vi.waitFor(() => expect(crowd.every(({ page }) => page === undefined)).toBe(true), 20_000);
  await put(2);
  way.restore();
  await put(3);
  const { version, data } = await current();
  await all(version);
  for (const { page } of crowd) expect(page?.data).toEqual(data);
  const reads = (server.catalogues.asked.get(server.own.tenant.id) ?? 0) - readsBefore;
  const seconds = (performance.now() - began) / 1000;
  console.log(`${CROWD} sockets back in ${seconds.toFixed(1)} s, ${reads} looks at the definitions`);
  expect(reads).toBeLessThan(CROWD / 2);
  for (const { socket } of crowd) socket.close();
}, 150_000);
