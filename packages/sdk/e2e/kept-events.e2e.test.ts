import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { problem, TestServer } from '../src/testing/test-server.ts';
import { userToken } from '../src/testing/user-token.ts';
import type { EngagementClient, InitOptions } from '../src/types.ts';
import { bundleSdk, openBrowser } from './sdk-site.ts';

declare global {
  var client: EngagementClient;
}

let browser: Browser;
let context: BrowserContext;
let scripts: Map<string, string>;
let server: TestServer;
/** The server takes no events. */
let failing: boolean;

const HTML = `<script type="module">
  window.sdk = await import('/sdk.js');
  window.client = sdk.init({ key: 'pk_test_1', ...JSON.parse(decodeURIComponent(location.search.slice(1)) || '{}') });
</script>`;

beforeAll(async () => {
  browser = await openBrowser();
  scripts = await bundleSdk();
});
afterAll(() => browser.close());

beforeEach(async () => {
  failing = false;
  server = await new TestServer().start();
  server.handler = ({ url }) => {
    const script = scripts.get(url.pathname);
    if (script) return { status: 200, headers: { 'content-type': 'text/javascript' }, text: script };
    if (url.pathname === '/') return { status: 200, headers: { 'content-type': 'text/html' }, text: HTML };
    if (url.pathname.startsWith('/v1/events') && failing) return { status: 403, body: problem('forbidden') };
    return undefined;
  };
  context = await browser.newContext();
});

afterEach(async () => {
  await context.close();
  await server.stop();
});

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 50 });
const sent = () => server.eventBatches().flatMap(({ body }) => body.events.map(({ id }) => id));

async function open(options: Omit<Partial<InitOptions>, 'userToken'> & { userToken?: string } = {}): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.origin}/?${encodeURIComponent(JSON.stringify({ flush: { interval: 300 }, ...options }))}`);
  await page.waitForFunction('window.client');
  await page.evaluate(() => client.ready);
  return page;
}

const track = (page: Page, id: string) => page.evaluate((id) => client.track('page.viewed', {}, { id }), id);

/** The ids of what is on the device. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === 'engagement-events')) return [];
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('engagement-events');
      request.onsuccess = () => resolve(request.result);
    });
    const all = database.transaction('events').objectStore('events').getAll();
    return new Promise<string[]>((resolve) => {
      all.onsuccess = () => {
        database.close();
        resolve(all.result.map(({ event }: { event: { id: string } }) => event.id).sort());
      };
    });
  });

const keeps = (page: Page, ...ids: string[]) => until(async () => expect(await stored(page)).toEqual(ids));

test('two tabs that were offline send what each has tracked once, and nothing stays behind', async () => {
  const [one, two] = [await open(), await open()];
  await context.setOffline(true);
  for (let at = 0; at < 5; at++) await Promise.all([track(one, `one-${at}`), track(two, `two-${at}`)]);
  await until(async () => expect(await stored(one)).toHaveLength(10));
  expect(sent()).toEqual([]);
  await context.setOffline(false);
  await until(() => expect(sent()).toHaveLength(10));
  await keeps(one);
  expect(new Set(sent()).size).toBe(10);
  expect(sent()).toHaveLength(10);
});

test('what a page that crashed has left behind, one other sends; what a living one has in hand, none', async () => {
  const living = await open({ flush: { interval: 60_000 } });
  await track(living, 'in hand');
  const dying = await open({ flush: { interval: 60_000 } });
  await track(dying, 'left behind');
  await keeps(living, 'in hand', 'left behind');
  const crashed = dying.waitForEvent('crash');
  await Promise.allSettled([dying.goto('chrome://crash'), crashed]);
  const heirs = await Promise.all([open(), open()]);
  await until(() => expect(sent()).toContain('left behind'));
  await Promise.all(heirs.map((page) => page.evaluate(() => client.flush())));
  await keeps(living, 'in hand');
  expect(sent()).toEqual(['left behind']);
  await living.evaluate(() => client.flush());
  expect(sent()).toEqual(['left behind', 'in hand']);
});

test('a client that has ended leaves what it could not send to the next one on the page', async () => {
  const page = await open({ flush: { interval: 60_000 } });
  await context.setOffline(true);
  await track(page, 'left');
  await keeps(page, 'left');
  await page.evaluate(() => client.destroy());
  await context.setOffline(false);
  await page.evaluate(() => {
    const { sdk } = globalThis as unknown as { sdk: typeof import('../src/index.ts') };
    globalThis.client = sdk.init({ key: 'pk_test_1', flush: { interval: 250 } });
  });
  await until(() => expect(sent()).toEqual(['left']));
  await keeps(page);
});

test('events outlive a reload, and are sent as they were', async () => {
  const page = await open({ flush: { interval: 60_000 } });
  await track(page, 'kept');
  await keeps(page, 'kept');
  failing = true;
  await page.reload();
  failing = false;
  await page.waitForFunction('window.client');
  await until(async () => {
    await page.evaluate(() => client.flush());
    expect(sent().filter((id) => id === 'kept').length).toBeGreaterThan(0);
  });
  const times = server.eventBatches().flatMap(({ body }) => body.events.map(({ time }) => time));
  expect(new Set(times).size).toBe(1);
});

test('nobody sends the events of a user but that user, and a token is never kept', async () => {
  const [ada, bob] = [userToken('ada'), userToken('bob')];
  const first = await open({ userToken: ada, flush: { interval: 60_000 } });
  await track(first, 'of ada');
  await keeps(first, 'of ada');
  await context.setOffline(true);
  await first.close();
  await context.setOffline(false);
  const other = await open({ userToken: bob });
  await other.evaluate(() => client.flush());
  await track(other, 'of bob');
  await until(() => expect(sent()).toEqual(['of bob']));
  await keeps(other, 'of ada');
  const whole = await other.evaluate(
    async () => JSON.stringify(await indexedDB.databases()) + JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  expect(whole).not.toContain(ada);
  await other.evaluate((token) => client.identify(token), ada);
  await until(() => expect(sent()).toEqual(['of bob', 'of ada']));
  const last = server.eventBatches().at(-1);
  expect(last).toMatchObject({ token: ada, body: { events: [{ id: 'of ada', subject: 'ada' }] } });
});

test('nothing is on the device before consent, nor after a refusal', async () => {
  const page = await open({ consent: 'pending', flush: { interval: 60_000 } });
  const databases = () =>
    page.evaluate(async () => (await indexedDB.databases()).length + localStorage.length + sessionStorage.length);
  await track(page, 'waits');
  await page.evaluate(() => client.flush());
  expect(await databases()).toBe(0);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.evaluate(() => client.consent.set('granted'));
  await keeps(page, 'waits');
  await page.evaluate(() => client.consent.set('denied'));
  await keeps(page);
  await track(page, 'refused');
  await page.evaluate(() => client.flush());
  expect(await stored(page)).toEqual([]);
  expect(sent()).toEqual([]);
});

test('a session ends with its tab, and memory with its page', async () => {
  const page = await open({ storage: 'session', flush: { interval: 60_000 } });
  await track(page, 'of the tab');
  await until(async () =>
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain('of the tab'),
  );
  expect(await stored(page)).toEqual([]);
  const elsewhere = await open({ storage: 'session' });
  await elsewhere.evaluate(() => client.flush());
  expect(sent()).toEqual([]);
  failing = true;
  await page.reload();
  failing = false;
  await page.waitForFunction('window.client');
  await until(async () => {
    await page.evaluate(() => client.flush());
    expect(server.eventBatches().at(-1)?.body.events).toMatchObject([{ id: 'of the tab' }]);
  });
  const forgetful = await open({ storage: 'memory', flush: { interval: 60_000 } });
  await track(forgetful, 'in memory');
  expect(await stored(forgetful)).toEqual([]);
  expect(await forgetful.evaluate(() => client.flush())).toEqual({ sent: 1, failed: 0 });
});

test('where the browser keeps nothing, events go out from memory', async () => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user has turned it off', 'SecurityError');
    };
  });
  const page = await open();
  await track(page, 'from memory');
  await until(() => expect(sent()).toEqual(['from memory']));
});
