import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromiumArguments, findChromium } from '@engagement/engines/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEngagementDouble } from './testing/engagement-double.ts';
import { openShop } from './testing/open-shop.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let double: Awaited<ReturnType<typeof startEngagementDouble>>;
let shop: Awaited<ReturnType<typeof openShop>>;

beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ args: chromiumArguments, ...(executablePath ? { executablePath } : {}) });
  double = await startEngagementDouble();
  shop = await openShop(double.url);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  shop.close();
  await double.stop();
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(shop.url);
  return page;
}

const weft = (page: Page) => page.locator('[data-asset="a_weft"]');
const news = (page: Page) => page.locator('.news [role="status"] p').first();

test('buying turns into returning, and the page says what happened to the board', async () => {
  const page = await open();
  await weft(page).getByRole('button', { name: 'Buy' }).click();
  await news(page).getByText('You bought Weft for €16. Top creators: Li Na stayed at 1').waitFor();
  await weft(page).getByRole('button', { name: 'Refund' }).click();
  await news(page).getByText('You returned Weft and got €16 back.').waitFor();
  expect(await weft(page).getByRole('button', { name: 'Buy' }).isVisible()).toBe(true);
});

test('a purchase is still there after a reload', async () => {
  const page = await open();
  await weft(page).getByRole('button', { name: 'Buy' }).click();
  await news(page).waitFor();
  await page.reload();
  expect(await weft(page).getByRole('button', { name: 'Refund' }).isVisible()).toBe(true);
});

test('with the keyboard, focus stays where the visitor acted', async () => {
  const page = await open();
  await weft(page).getByRole('button', { name: 'Buy' }).focus();
  await page.keyboard.press('Enter');
  await news(page).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Refund Weft');
});

test('the visitor’s own pattern is bought by a customer, not by the visitor', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Simulate a sale' }).click();
  await news(page).getByText('A customer bought your').waitFor();
  expect(double.events().at(-1)).toMatchObject({ subject: expect.stringMatching(/^u_/) });
});

test('nothing on the page breaks its own security policy', async () => {
  const page = await (await browser.newContext()).newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  await page.goto(shop.url, { waitUntil: 'networkidle' });
  expect(messages.filter((text) => /content security policy/i.test(text))).toEqual([]);
});

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [360, 'dark'],
] as const)('at %i pixels, %s, the page is accessible and does not scroll sideways', async (width, colorScheme) => {
  const page = await open({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
  await weft(page).getByRole('button', { name: 'Buy' }).click();
  await news(page).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await page.addScriptTag({ content: axe });
  const violations = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
  expect(violations).toEqual([]);
});
