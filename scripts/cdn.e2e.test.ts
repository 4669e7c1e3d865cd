import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArguments, findChromium } from './engines/chromium.ts';

const root = join(import.meta.dirname, '..');
const POLICY = "default-src 'none'; script-src 'self' 'nonce-n'; style-src 'self'; connect-src 'self'";
const HTML = `<!doctype html><html lang="en"><title>A shop</title>
<script async src="/cdn/v1/engagement.js" data-key="pk_test_1" data-realtime="off"></script>
<engagement-leaderboard board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>
<script nonce="n">
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  (window.engagementQueue ??= []).push((client) => { window.early = client.version; });
</script>`;

const ASKING = HTML.replace('data-key', 'data-consent="pending" data-storage="memory" data-key').replace(
  'window.early = client.version',
  'window.client = client',
);

const person = (rank: number, isMe = false) => ({
  rank,
  previousRank: null,
  id: `p${rank}`,
  name: `Person ${rank}`,
  image: null,
  url: `/p/${rank}`,
  score: 100 - rank,
  tied: false,
  isMe,
});
const PAGE = {
  board: {
    key: 'weekly-downloads',
    name: 'Most downloaded',
    subject: 'creator',
    score: 'total',
    direction: 'descending',
    ranks: 'competition',
    windows: ['week'],
    segments: [],
    unit: { label: 'downloads', currency: null },
    scale: 0,
  },
  period: { key: '2026-W47', window: 'week', start: null, end: null, label: 'Week 47', sealed: false },
  segment: null,
  data: [1, 2, 3, 4, 5].map((rank) => person(rank)),
  me: person(42, true),
  total: 99,
  version: 1,
  nextCursor: null,
};

/** The types of the events that have arrived. */
const received: string[] = [];

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/cdn.ts')]);
  server = createServer(async (request, reply) => {
    const { url = '' } = request;
    if (url === '/' || url === '/?engagement-debug')
      reply.setHeader('content-type', 'text/html').setHeader('content-security-policy', POLICY).end(HTML);
    else if (url === '/asking') reply.setHeader('content-type', 'text/html').end(ASKING);
    else if (url === '/v1/events/batch') {
      const { events } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      received.push(...events.map(({ type }: { type: string }) => type));
      const results = events.map(({ id }: { id: string }) => ({ id, status: 'accepted' }));
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ results }));
    } else if (url.startsWith('/cdn/v1/')) {
      const file = await readFile(join(root, 'packages/widgets/dist-cdn', url.slice('/cdn/v1/'.length)));
      reply.setHeader('content-type', 'text/javascript').end(file);
    } else if (url.startsWith('/v1/leaderboards/'))
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(PAGE));
    else reply.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const executablePath = findChromium();
  browser = await chromium.launch({ args: [...chromiumArguments], ...(executablePath && { executablePath }) });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

test('One script tag fills the widgets of a page under a strict content security policy', async () => {
  await page.getByRole('rowheader', { name: 'Person 5' }).waitFor();
  await page.getByRole('rowheader', { name: 'Person 42' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(8);
  expect(await page.evaluate('violations')).toEqual([]);
});

test('Calls that waited for the client are made, and later ones at once', async () => {
  expect(await page.evaluate('early')).toMatch(/^\d+\.\d+\.\d+/);
  expect(await page.evaluate('engagementQueue.push((client) => { window.late = client.version }), late')).toBe(
    await page.evaluate('early'),
  );
});

test('A tag that is added later is loaded too', async () => {
  await page.evaluate("document.body.append(document.createElement('engagement-provider'))");
  expect(await page.evaluate("customElements.whenDefined('engagement-provider').then(() => true)")).toBe(true);
});

test('The modules ask for each other by relative addresses, and Lit is there once', async () => {
  const loaded = await page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)");
  const files = (loaded as string[]).filter((name) => name.includes('/cdn/v1/'));
  const texts = await Promise.all(files.map(async (name) => (await fetch(name)).text()));
  const code = texts.join('\n');
  const specifiers = [...code.matchAll(/(?:from|import\()\s*["'`]([^"'`]+)["'`]/g)].map(([, name]) => name);
  expect(specifiers.length).toBeGreaterThan(3);
  expect(specifiers.every((name) => name?.startsWith('./'))).toBe(true);
  expect(code.split('litHtmlVersions').length - 1).toBeLessThanOrEqual(2);
});

test('With ?engagement-debug the panel comes over the page, under the same policy, and shows its client', async () => {
  const debugged = await browser.newPage();
  await debugged.goto(`${page.url()}?engagement-debug`);
  await debugged.getByText('anonymous · idle').waitFor();
  await debugged.getByText('weekly-downloads').waitFor();
  expect(await debugged.evaluate('violations')).toEqual([]);
  await debugged.close();
  expect(await page.locator('engagement-devtools').count()).toBe(0);
});

test('With data-consent="pending" a tag sends no event until the page says that it may', async () => {
  const asking = await browser.newPage();
  await asking.goto(new URL('/asking', page.url()).href);
  await asking.waitForFunction('window.client');
  const flushed = "client.ready.then(() => { client.track('map.opened'); return client.flush(); })";
  expect(await asking.evaluate(flushed)).toEqual({ sent: 0, failed: 0 });
  expect(received).toEqual([]);
  await asking.evaluate("client.consent.set('granted')");
  await asking.evaluate('client.flush()');
  await expect.poll(() => received).toEqual(['map.opened']);
  expect(await asking.evaluate('indexedDB.databases()')).toEqual([]); // data-storage="memory"
  await asking.close();
});
