import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { entry, TestServer } from '../src/testing/test-server.ts';
import type { EngagementClient } from '../src/types.ts';
import { bundleSdk, openBrowser } from './sdk-site.ts';

let browser: Browser;
let scripts: Map<string, string>;
let server: TestServer;
let page: Page;
/** Scripts that do not load. */
let blocked: RegExp | null;

beforeAll(async () => {
  browser = await openBrowser();
  scripts = await bundleSdk();
});

afterAll(() => browser.close());

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = [entry('ada', 1, 9)];
  blocked = null;
  server.handler = ({ url }) => {
    if (blocked?.test(url.pathname)) return { status: 503 };
    const script = scripts.get(url.pathname.replace(/^\/copy/, ''));
    if (script) return { status: 200, headers: { 'content-type': 'text/javascript' }, text: script };
    const html = `<script type="module">window.sdk = await import('/sdk.js'); window.client = sdk.init({ key: 'pk_test_1' });</script>`;
    if (url.pathname === '/with-boards') {
      const boards = [{ query: { limit: 1 }, page: server.page(1, '') }];
      const data = `<script type="application/json" data-engagement-bootstrap>${JSON.stringify({ boards })}</script>`;
      return { status: 200, headers: { 'content-type': 'text/html' }, text: data + html };
    }
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
  await page.evaluate(async () => {
    await client.ready;
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

test('where the socket’s script does not load, the client polls, asks for the script again, and is live at last', async () => {
  await page.clock.install();
  blocked = /channel/;
  await page.reload();
  await page.waitForFunction('window.client');
  await page.evaluate(() => client.leaderboards.subscribe('makers', {}, () => {}));
  const shown = () => page.evaluate(() => client.selectors.board('makers')(client.store.getState()).page?.data[0]?.id);
  const connection = () => page.evaluate(() => client.status.connection);
  await vi.waitFor(async () => expect(await connection()).toBe('polling'), 5000);
  await vi.waitFor(async () => expect(await shown()).toBe('ada'), 5000);
  server.change([entry('zoe', 1, 10)], { silent: true });
  await page.clock.runFor(30_000);
  await vi.waitFor(async () => expect(await shown()).toBe('zoe'), 5000);
  expect(await connection()).toBe('polling');
  blocked = null;
  await page.clock.runFor(30_000);
  await vi.waitFor(async () => expect(await connection()).toBe('live'), 5000);
});

test('events wait for the script that sends them, and a user whose script does not load is nobody', async () => {
  blocked = /event-queue|users/;
  await page.reload();
  await page.waitForFunction('window.client');
  const flushed = await page.evaluate(() => {
    client.track('map.opened', {}, { id: 'waiting' });
    return client.flush();
  });
  expect(flushed).toEqual({ sent: 0, failed: 1 });
  const refused = await page.evaluate(() => client.identify('x.e30.x').catch(({ code }) => [code, client.status.auth]));
  expect(refused).toEqual(['not-identified', 'expired']);
  expect(await page.evaluate(() => client.leaderboards.get('makers').then(({ me }) => me))).toBeNull();
  blocked = null;
  expect(await page.evaluate(() => client.flush())).toEqual({ sent: 1, failed: 0 });
  expect(server.eventBatches()[0]?.body.events).toMatchObject([{ id: 'waiting' }]);
});

test('two copies of the SDK on a page share one client, whichever comes first and whoever waits', async () => {
  await page.addScriptTag({ type: 'module', content: `window.copy = await import('/copy/sdk.js');` });
  await page.waitForFunction('window.copy');
  const shared = await page.evaluate(async () => {
    const { sdk, copy } = globalThis as unknown as Record<'sdk' | 'copy', typeof import('../src/index.ts')>;
    const told: boolean[] = [];
    copy.whenDefaultClient((found) => told.push(found === client));
    const same = copy.init({ key: 'pk_test_1' }) === client;
    await client.destroy();
    const late = copy.init({ key: 'pk_test_1' });
    return { apart: copy.init !== sdk.init, same, told, again: sdk.init({ key: 'pk_test_1' }) === late };
  });
  expect(shared).toEqual({ apart: true, same: true, told: [true, false], again: true });
});

test('boards that the page’s server has written into it are shown before any request', async () => {
  await page.goto(`${server.origin}/with-boards`);
  await page.waitForFunction('window.client');
  const shown = await page.evaluate(() => client.selectors.board('makers', { limit: 1 })(client.store.getState()));
  expect(shown).toMatchObject({ status: 'ready', page: { data: [{ id: 'ada' }] } });
  expect(server.requests.filter(({ url }) => url.pathname.startsWith('/v1/'))).toEqual([]);
});

test('a secret key in a real browser is refused', async () => {
  const code = await page.evaluate(
    `(() => { try { sdk.createClient({ key: 'sk_live_1' }); } catch (e) { return e.code; } })()`,
  );
  expect(code).toBe('secret-key-in-browser');
});
