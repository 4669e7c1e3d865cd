import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { chromiumArguments, findChromium } from '../../../scripts/engines/chromium.ts';
import { entry, TestServer } from '../src/testing/test-server.ts';
import type { EngagementClient } from '../src/types.ts';

let browser: Browser;
let scripts: Map<string, string>;
let server: TestServer;
let page: Page;

/** The SDK as a page loads it: one module, and the socket in a chunk of its own. */
async function bundle(): Promise<Map<string, string>> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL('../src/index.ts', import.meta.url)), formats: ['es'], fileName: 'sdk' },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = built.flatMap(({ output }) => output).filter((file) => file.type === 'chunk');
  return new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
}

beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
  scripts = await bundle();
});

afterAll(() => browser.close());

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = [entry('ada', 1, 9)];
  server.handler = ({ url }) => {
    const script = scripts.get(url.pathname);
    if (script) return { status: 200, headers: { 'content-type': 'text/javascript' }, text: script };
    const html = `<script type="module">window.sdk = await import('/sdk.js'); window.client = sdk.init({ key: 'pk_test_1' });</script>`;
    return url.pathname === '/' ? { status: 200, headers: { 'content-type': 'text/html' }, text: html } : undefined;
  };
  page = await browser.newPage();
  await page.goto(server.origin);
  await page.waitForFunction('window.client');
});

afterEach(async () => {
  await page.close();
  await server.stop();
});

declare global {
  var client: EngagementClient;
}

test('events that are tracked just before the page is left arrive', async () => {
  await page.evaluate(() => {
    for (let at = 0; at < 3; at++) client.track('map.opened', { text: 'x'.repeat(15_000) }, { id: `e-${at}` });
  });
  expect(server.eventBatches()).toHaveLength(0);
  await page.goto('about:blank');
  await vi.waitFor(() => expect(server.eventBatches().flatMap(({ body }) => body.events)).toHaveLength(3), 5000);
  expect(server.eventBatches()[0]?.body.events[0]?.source).toBe(server.origin);
});

test('a page gets the socket only with the first live board, and sees a change arrive', async () => {
  const loaded = () => server.requests.filter(({ url }) => /channel/.test(url.pathname)).length;
  await page.evaluate(() => client.leaderboards.get('makers'));
  expect(loaded()).toBe(0);
  await page.evaluate(() => client.leaderboards.subscribe('makers', {}, () => {}));
  await page.waitForFunction(() => client.selectors.board('makers')(client.store.getState()).live);
  expect(loaded()).toBe(1);
  server.change([entry('zoe', 1, 10)]);
  await page.waitForFunction(
    () => client.selectors.board('makers')(client.store.getState()).page?.data[0]?.id === 'zoe',
  );
});

test('a secret key in a real browser is refused', async () => {
  const code = await page.evaluate(
    `(() => { try { sdk.createClient({ key: 'sk_live_1' }); } catch (e) { return e.code; } })()`,
  );
  expect(code).toBe('secret-key-in-browser');
});
