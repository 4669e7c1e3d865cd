import type { BoardPage, BoardSeason } from '@engagement/contract';
import { chromiumArguments } from '@engagement/engines/chromium';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ASSETS } from './catalogue.ts';
import { seasonsAround } from './seasons.ts';
import { type Demo, openDemo } from './testing/start-demo.ts';

let browser: Browser;
let demo: Demo;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: chromiumArguments });
  demo = await openDemo();
  await demo.start();
});
afterAll(async () => {
  await browser.close();
  await demo.dispose();
});

/** The visitor's own row of the board of creators, as a person reads it. */
const ownRow = (page: Page) => page.locator('engagement-leaderboard[board="top-creators"] [part~="row-current"]');
const sales = async (page: Page) => Number((await ownRow(page).textContent())?.replaceAll(/.*€|[^\d]/gs, ''));
const news = (page: Page) => page.locator('.news [role="status"] p').first();

async function openShop(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(demo.url);
  await ownRow(page).waitFor();
  return page;
}

const rows = (page: Page, board: string) =>
  page.locator(`engagement-leaderboard[board="${board}"] [part~="row"]`).count();

/** The sales that a visitor comes with are counted one after the other: resolves when no more come. */
async function settledSales(page: Page): Promise<void> {
  let last = Number.NaN;
  const isSettled = async () => {
    const before = last;
    last = await sales(page);
    return last === before;
  };
  await expect.poll(isSettled, { interval: 1500, timeout: 30_000 }).toBe(true);
}

/** Acts, and waits until the board shows another amount; how long that took. */
async function actAndSee(page: Page, act: () => Promise<void>): Promise<{ from: number; to: number; ms: number }> {
  const from = await sales(page);
  const start = performance.now();
  await act();
  await expect.poll(() => sales(page), { interval: 20, timeout: 10_000 }).not.toBe(from);
  return { from, to: await sales(page), ms: performance.now() - start };
}

test('a sale lifts the visitor on the board by itself, and a refund takes it back', async () => {
  const page = await openShop();
  await settledSales(page);
  const sale = await actAndSee(page, () => page.getByRole('button', { name: 'Simulate a sale' }).click());
  expect(sale.to).toBeGreaterThan(sale.from);
  await news(page).getByText('A customer bought your').waitFor();
  const refund = await actAndSee(page, () =>
    page
      .getByRole('button', { name: /Refund/ })
      .first()
      .click(),
  );
  expect(refund.to).toBe(refund.from - (sale.to - sale.from));
  console.log(
    `seen on the board: a sale after ${Math.round(sale.ms)} ms, its refund after ${Math.round(refund.ms)} ms`,
  );
  await page.context().close();
});

test('a board that is switched off, everywhere or where a page shows it, vanishes from that page within seconds', async () => {
  const made = await demo.command(
    ...['keys', 'create', 'tessera', '--kind', 'secret', '--scopes', 'definitions:write'],
  );
  const [key] = /sk_\w+/.exec(made.output) ?? [];
  const expose = async (exposure: object) => {
    const reply = await fetch(new URL('/v1/leaderboards/weekly-downloads/exposure', demo.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(exposure),
    });
    expect(reply.status).toBe(200);
  };
  const page = await openShop();
  const board = page.locator('engagement-leaderboard[board="weekly-downloads"]');
  const isLive = () => board.evaluate((element) => element.matches(':state(live)'));
  const height = async () => (await board.boundingBox())?.height ?? 0;
  const vanishes = async (exposure: object) => {
    await expect.poll(isLive, { timeout: 10_000 }).toBe(true);
    const start = performance.now();
    await expose(exposure);
    await expect.poll(height, { interval: 20, timeout: 10_000 }).toBe(0);
    return Math.round(performance.now() - start);
  };
  const everywhere = await vanishes({ enabled: false });
  expect(await rows(page, 'top-creators')).toBeGreaterThan(0);

  await expose({ enabled: true, placements: ['home', 'profile'] });
  await page.reload();
  await board.evaluate((element) => element.setAttribute('placement', 'home'));
  await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(0);
  const here = await vanishes({ placements: ['profile'] });
  await expose({ placements: null });
  console.log(`gone from the page: everywhere after ${everywhere} ms, in one place after ${here} ms`);
  await page.context().close();
});

test('the last season is sealed within a minute of the first start, and its winners stand on the page', async () => {
  const page = await openShop();
  const key = await page.locator('script[data-key]').getAttribute('data-key');
  const read = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${key}`, origin: new URL(demo.url).origin };
    return (await fetch(new URL(`/v1/leaderboards/season/${path}`, demo.url), { headers })).json() as T;
  };
  const { last, running } = seasonsAround(new Date());
  const season = () => read<BoardSeason>(`seasons/${last.key}`);
  await expect.poll(async () => (await season()).period.state, { timeout: 90_000, interval: 500 }).toBe('sealed');
  expect(await season()).toMatchObject({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    prizes: [{ key: 'laurel' }, { key: 'mention' }],
    total: new Set(ASSETS.filter(({ price }) => price > 0).map(({ creatorId }) => creatorId)).size,
  });
  expect((await read<BoardPage>('entries')).period).toMatchObject({ key: running.key, state: 'running' });
  const { data } = await read<BoardPage>(`entries?period=${last.key}&limit=3`);

  await page.getByText('Last season’s winners').click();
  const winners = page.locator(`engagement-leaderboard[period="${last.key}"]`);
  await winners.getByText(data[0]?.name ?? '', { exact: true }).waitFor();
  await page.context().close();
}, 120_000);

test('a page of an origin that the key does not list is told which setting to add', async () => {
  const page = await openShop();
  const key = await page.locator('script[data-key]').getAttribute('data-key');
  const response = await fetch(new URL('/v1/leaderboards', demo.url), {
    headers: { authorization: `Bearer ${key}`, origin: 'https://elsewhere.example' },
  });
  expect(response.status).toBe(403);
  const problem = (await response.json()) as { type: string; detail: string };
  expect(problem.type).toBe('urn:engagement:error:origin-not-allowed');
  expect(problem.detail).toContain(`keys origins ${key} --add https://elsewhere.example`);
  await page.context().close();
});

test('when the server is killed the boards keep their rows, and when it is back they move again', async () => {
  const page = await openShop();
  const before = await rows(page, 'top-creators');
  await demo.kill();
  const footer = page
    .locator('engagement-leaderboard[board="top-creators"]')
    .getByText(/Offline|Couldn’t refresh|Couldn't refresh/);
  await footer.waitFor({ timeout: 60_000 });
  expect(await rows(page, 'top-creators')).toBe(before);

  await demo.start();
  await footer.waitFor({ state: 'detached', timeout: 60_000 });
  const sale = await actAndSee(page, () => page.getByRole('button', { name: 'Simulate a sale' }).click());
  expect(sale.to).toBeGreaterThan(sale.from);
  await page.context().close();
});

test('after all of that every number follows from the facts, and Ctrl-C leaves cleanly', async () => {
  const proof = await demo.command('prove', '--tenant', 'tessera');
  expect(proof.output).toContain(' 0 different');
  expect(proof.code).toBe(0);
  expect(await demo.interrupt()).toBe(0);
});
