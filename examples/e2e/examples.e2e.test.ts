import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { chromiumArguments } from '../../scripts/engines/chromium.ts';
import { freePort } from '../../scripts/engines/process.ts';
import { installExamples } from '../../scripts/examples.ts';
import { buildNext, bundle, STAND_IN } from './builds.ts';
import { type Market, openMarket } from './market.ts';
import { servePages } from './pages.ts';
import { type Running, runExample } from './running.ts';

const run = promisify(execFile);
const examples = join(import.meta.dirname, '..');
const ASSETS = ['Night poster', 'Slab font', 'Tidal loop'];
const PATIENCE = { timeout: 10_000 };
const BUNDLED = ['vite-vanilla', 'react', 'vue', 'svelte'];

/** Examples with a server of their own. */
const running: Running[] = [];
let expressPage: string;
let nextPage: string;
let pages: Awaited<ReturnType<typeof servePages>>;
let market: Market;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  await Promise.all([installExamples(), run(process.execPath, [join(examples, '../scripts/cdn.ts')])]);
  pages = await servePages();
  const [expressPort, nextPort] = [await freePort(), await freePort()];
  [expressPage, nextPage] = [`http://127.0.0.1:${expressPort}`, `http://127.0.0.1:${nextPort}`];
  market = await openMarket(inject('postgresUrl'), [pages.origin, expressPage, nextPage]);
  pages.serve('script-tag', join(examples, 'script-tag'), (html) =>
    html.replaceAll('http://127.0.0.1:4000', market.url).replace('pk_test_…', market.publishableKey),
  );
  const env = {
    ENGAGEMENT_URL: market.url,
    ENGAGEMENT_KEY: market.publishableKey,
    ENGAGEMENT_TENANT: market.tenant,
    ENGAGEMENT_SIGNING_KID: market.signingKey.id,
    ENGAGEMENT_SIGNING_SECRET: market.signingKey.secret,
  };
  const forMarket = (text: string) =>
    text.replaceAll(STAND_IN.url, market.url).replaceAll(STAND_IN.key, market.publishableKey);
  const folders = await Promise.all(BUNDLED.map(bundle));
  for (const [at, name] of BUNDLED.entries()) pages.serve(name, folders[at] as string, forMarket);
  await buildNext();
  running.push(
    await runExample('express-token-server', ['server.ts'], { ...env, PORT: `${expressPort}` }),
    await runExample('next', ['node_modules/next/dist/bin/next', 'start', '--port', `${nextPort}`], env),
  );
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: chromiumArguments });
});

afterAll(async () => {
  await browser?.close();
  for (const example of running) await example.stop();
  await market?.stop();
  await pages?.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(() => page.close());

test.each(['script-tag', ...BUNDLED])('%s shows the board, and a download without being asked again', async (name) => {
  await page.goto(`${pages.origin}/${name}/`);
  const names = page.getByRole('rowheader');
  await expect.poll(async () => (await names.allInnerTexts()).sort(), PATIENCE).toEqual(ASSETS);
  await page.locator('engagement-leaderboard:state(live)').waitFor();
  const score = page.getByRole('row', { name: 'Tidal loop' }).getByRole('cell').last();
  const before = Number(await score.textContent());
  await market.download('loop');
  await expect.poll(async () => Number(await score.textContent()), PATIENCE).toBe(before + 1);
  expect(complaints).toEqual([]);
});

test.each(['react', 'vue', 'svelte'])('%s sets attributes and properties, and hears what is clicked', async (name) => {
  await page.goto(`${pages.origin}/${name}/`);
  await page.getByRole('heading', { name: 'Top assets' }).waitFor();
  await page.getByRole('link', { name: 'Night poster' }).click();
  await expect.poll(() => page.locator('output').textContent(), PATIENCE).toBe('Night poster');
  expect(new URL(page.url()).hash).toBe('#poster');
});

test('React’s own sentence follows the board, with one request for both', async () => {
  await page.goto(`${pages.origin}/react/`);
  const leader = page.getByRole('row').nth(1);
  const told = async () => {
    const [name, score] = [leader.getByRole('rowheader'), leader.getByRole('cell').last()];
    return `${await name.textContent()} leads with ${await score.textContent()}.`.replace(/\s+/g, ' ').trim();
  };
  await expect.poll(async () => (await page.getByRole('note').textContent()) === (await told()), PATIENCE).toBe(true);
  const asked = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)");
  expect((asked as string[]).filter((name) => name.includes('/v1/leaderboards'))).toHaveLength(1);
});

test('a board from npm is drawn as one from the script tag', async () => {
  const drawn: unknown[] = [];
  for (const name of ['script-tag', 'vite-vanilla']) {
    await page.goto(`${pages.origin}/${name}/`);
    await page.getByRole('rowheader', { name: 'Tidal loop' }).waitFor();
    const board = await page.locator('engagement-leaderboard').boundingBox();
    const heading = await page.getByRole('heading', { name: 'Most downloaded' }).boundingBox();
    drawn.push({
      width: board?.width,
      inset: [(heading?.x ?? 0) - (board?.x ?? 0), (heading?.y ?? 0) - (board?.y ?? 0)],
    });
  }
  expect(drawn[1]).toEqual(drawn[0]);
});

test('the page and its board share one client', async () => {
  await page.goto(`${pages.origin}/vite-vanilla/`);
  const leader = await page.getByRole('rowheader').first().textContent();
  await expect.poll(() => page.locator('output').textContent(), PATIENCE).toBe(leader);
  const asked = await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)");
  expect((asked as string[]).filter((name) => name.includes('/v1/leaderboards'))).toHaveLength(1);
});

test('the token server vouches for who is signed in, and the board shows their own row', async () => {
  const readme = await readFile(join(examples, 'express-token-server/README.md'), 'utf8');
  const user = /sign in as `(\w+)`/.exec(readme)?.[1] ?? '';
  await page.goto(expressPage);
  await page.getByRole('rowheader', { name: 'Mirela Popescu' }).waitFor();
  expect(await page.locator('[aria-current]').count()).toBe(0);
  await page.getByLabel('User').fill(user);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => page.locator('[aria-current]').textContent(), PATIENCE).toContain('Mirela Popescu');
  expect(complaints).toEqual([]);
});

test('Next sends the rows with the page, and takes them over without a warning', async ({ onTestFinished }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const still = await context.newPage();
  await still.goto(nextPage);
  expect((await still.getByRole('rowheader').allInnerTexts()).sort()).toEqual(ASSETS);

  await page.goto(nextPage);
  await page.locator('engagement-leaderboard:state(live)').waitFor();
  expect((await page.getByRole('rowheader').allInnerTexts()).sort()).toEqual(ASSETS);
  expect(
    await page
      .locator('engagement-leaderboard')
      .evaluate((board) => board.shadowRoot?.querySelectorAll('table').length),
  ).toBe(1);
  expect(complaints).toEqual([]);
});
