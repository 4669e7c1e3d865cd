import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromiumArguments } from '@engagement/engines/chromium';
import express from 'express';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadModule } from './load-module.ts';
import { type BuildStorybook, storybookMount } from './storybook-mount.ts';

const root = join(import.meta.dirname, '../../../..');

let server: Server;
let site: string;
let browser: Browser;

beforeAll(async () => {
  const module = (await loadModule(join(root, 'scripts/storybook/build.ts'))) as { buildStorybook: BuildStorybook };
  const { path, handler } = storybookMount(module.buildStorybook);
  const app = express();
  app.use(path, handler);
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}/`;
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: chromiumArguments });
});
afterAll(async () => {
  await browser.close();
  server.close();
});

interface Entry {
  id: string;
  type: 'docs' | 'story';
  title: string;
}

/** A page that notes what its policy refuses, and what breaks. */
async function watchedPage() {
  const page = await browser.newPage();
  const troubles: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => troubles.push(text));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    noteViolation(event.violatedDirective + ' ' + event.blockedURI))`);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    const ours = url.startsWith(site) || url === new URL('/favicon.ico', site).href;
    if (/^https?:/.test(url) && !ours) troubles.push(`asked ${url}`);
  });
  return { page, troubles };
}

test('the first visitor reads that it is being built, and then has it', async () => {
  const first = await fetch(site);
  expect(first.status).toBe(503);
  expect(first.headers.get('refresh')).toBe('2');
  expect(await first.text()).toContain('being built');
  await expect.poll(async () => (await fetch(site)).status, { timeout: 180_000, interval: 500 }).toBe(200);
});

test('a browser keeps the files whose names change with them, and asks again for the others', async () => {
  const page = await fetch(`${site}iframe.html`);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const [script] = /assets\/[\w-]+\.js/.exec(await page.text()) ?? [];
  expect((await fetch(`${site}${script}`)).headers.get('cache-control')).toContain('immutable');
});

test('its policy lets no foreign code in', async () => {
  const policy = (await fetch(site)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/=]+')+;/);
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  const { page, troubles } = await watchedPage();
  await page.goto(`${site}iframe.html?id=start-here--docs&viewMode=docs`);
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('script'), { textContent: 'intruder = 1' }))`,
  );
  expect(await page.evaluate('typeof intruder')).toBe('undefined');
  await expect.poll(() => troubles.join()).toContain('script-src');
  await page.close();
});

test('every page of words, and a story of each kind, opens under that policy and asks nobody else', async () => {
  const { entries } = (await (await fetch(`${site}index.json`)).json()) as { entries: Record<string, Entry> };
  const firstOf = new Map<string, Entry>();
  for (const entry of Object.values(entries)) {
    const key = `${entry.type} ${entry.title}`;
    if (!firstOf.has(key)) firstOf.set(key, entry);
  }
  const all = [...firstOf.values()];
  expect(all.filter(({ type }) => type === 'docs').length).toBeGreaterThan(6);
  const found: Record<string, string[]> = {};
  async function visit(share: Entry[]): Promise<void> {
    const { page, troubles } = await watchedPage();
    for (const { id, type } of share) {
      await page.goto(`${site}iframe.html?id=${id}&viewMode=${type}`);
      await page.locator('body.sb-show-main:not(.sb-show-preparing-story, .sb-show-preparing-docs)').waitFor();
      await page
        .locator(type === 'docs' ? '#storybook-docs h1' : '#storybook-root :first-child')
        .first()
        .waitFor({ state: 'attached' });
      if (troubles.length > 0) found[id] = troubles.splice(0);
    }
    await page.close();
  }
  const half = Math.ceil(all.length / 2);
  await Promise.all([visit(all.slice(0, half)), visit(all.slice(half))]);
  expect(found).toEqual({});
});

test('the frame around the stories works under the path it is served at', async () => {
  const { page, troubles } = await watchedPage();
  await page.goto(`${site}?path=/story/widgets-leaderboard-overview--default`);
  const board = page.frameLocator('#storybook-preview-iframe').locator('engagement-leaderboard');
  await board.getByText('Mirela Popescu').waitFor();
  expect(troubles).toEqual([]);
  await page.close();
});
