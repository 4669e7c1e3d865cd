import type { BoardPage } from '@engagement/contract';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type BoardServer, startBoardServer } from '../../testing/board-server.ts';
import { board, NOON, periodIdOf } from '../../testing/boards.ts';

const list = '/v1/leaderboards/top-sellers/entries';
let server: BoardServer;
let now = NOON;

beforeAll(async () => {
  const clock = { now: () => now };
  server = await startBoardServer({ postgresUrl: inject('postgresUrl'), clock, sharedPageMs: 250 });
});
afterAll(() => server.stop());

beforeEach(async () => {
  now += 60_000;
  server.catalogues.boards = [board()];
  await server.empty('metric_values');
  await score(10);
});

async function score(value: number): Promise<void> {
  const { tenant } = server.own;
  const periodId = await periodIdOf(server.test.database, tenant, 'week', now);
  await server.put({ tenant, periodId }, [{ id: 'ada', value }]);
}

async function shown(path = list, token = server.own.publishableKey): Promise<number | undefined> {
  const { body } = await server.get(path, token);
  return (body as BoardPage).data?.[0]?.score;
}

test('whoever asks for the same page within a quarter of a second gets the same, and afterwards the present one', async () => {
  expect(await shown()).toBe(10);
  await score(20);
  expect(await shown()).toBe(10);
  now += 249;
  expect(await shown()).toBe(10);
  now += 1;
  expect(await shown()).toBe(20);
});

test('many who ask at once cost one reading', async () => {
  const before = server.reads.get(server.own.tenant.id) ?? 0;
  await Promise.all(Array.from({ length: 20 }, () => shown()));
  expect(server.reads.get(server.own.tenant.id)).toBe(before + 1);
});

test('a batch takes the shared pages, and many queries for the same page cost one reading', async () => {
  expect(await shown()).toBe(10);
  await score(20);
  const before = server.reads.get(server.own.tenant.id) ?? 0;
  const reply = await fetch(`${server.url}/v1/leaderboards/entries/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.own.publishableKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      queries: [{ board: 'top-sellers' }, { board: 'top-sellers', limit: 3 }, { board: 'top-sellers', limit: 3 }],
    }),
  });
  const { results } = (await reply.json()) as { results: { page: BoardPage }[] };
  expect(results.map(({ page }) => page.data[0]?.score)).toEqual([10, 20, 20]);
  expect(server.reads.get(server.own.tenant.id)).toBe(before + 1);
});

test('what makes another page is asked for apart', async () => {
  const others = [
    `${list}?limit=1`,
    `${list}?period=all-time`,
    `${list}?segment=user.country:DE`,
    `${list}?placement=home`,
  ];
  expect(await shown()).toBe(10);
  await score(20);
  expect(await Promise.all(others.map((path) => shown(path)))).toEqual([20, undefined, undefined, 20]);
  expect(await shown(list, server.own.secretKey)).toBe(20);
  expect(await shown(`${list}?ids=ada`)).toBe(20);
  expect(await shown(list, server.other.publishableKey)).toBeUndefined();
});

test('users, whose own entry is on the page, get the present one', async () => {
  const token = await server.own.userToken();
  expect(await shown(list, token)).toBe(10);
  await score(20);
  expect(await shown(list, token)).toBe(20);
});

test('a board that was switched off is gone when the moment is over', async () => {
  expect(await shown()).toBe(10);
  server.catalogues.boards = [board({ enabled: false })];
  now += 250;
  expect(await server.get(list, server.own.publishableKey)).toMatchObject({ status: 404 });
});
