import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOARDS, document } from './markup.ts';
import { type Site, startSite } from './site.ts';

const FALLBACK = '<p slot="fallback"><a href="/top">This week’s top assets</a></p>';
const HEAD = `<link rel="stylesheet" href="/widgets/reserve.css">
<style>body { margin: 16px; font: 16px/1.5 sans-serif }</style>
<script>
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) moved.push([value, ...sources.map(({ node }) => node?.nodeName)]);
  }).observe({ type: 'layout-shift', buffered: true });
</script>`;
const BODY = BOARDS.replaceAll('></', `>${FALLBACK}<b slot="footer">Hidden until then</b></`).concat(
  '<p id="below">Below</p>',
);

let site: Site;

beforeAll(async () => {
  site = await startSite({ '/': { html: document(BODY, { head: HEAD }) } });
});
afterAll(() => site.close());

const heights = (page: Page) =>
  page.evaluate(() =>
    [...globalThis.document.querySelectorAll('engagement-leaderboard')].map(
      (board) => `${board.getAttributeNames()}: ${board.getBoundingClientRect().height}`,
    ),
  );
const settled = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

describe.each([1280, 360])('At %i pixels', (width) => {
  test('nothing moves from a tag without code to a board with its rows', async () => {
    const page = await site.open('/', { viewport: { width, height: 5000 } });
    const reserved = await heights(page);
    expect(await page.getByRole('link', { name: 'top assets' }).count()).toBe(8);
    expect(await page.getByText('Hidden until then').first().isVisible()).toBe(false);

    await page.addScriptTag({ type: 'module', url: '/app/app.js' });
    await page.waitForFunction('window.showBoards');
    await settled(page);
    expect(await heights(page)).toEqual(reserved);

    await page.evaluate('showBoards()');
    await page.getByText('November 16 – 22').last().waitFor();
    await settled(page);
    expect(await heights(page)).toEqual(reserved);
    expect(await page.evaluate('moved')).toEqual([]);
  });

  test('without scripts the fallback is read, and no room is kept for what will not come', async () => {
    const page = await site.open('/', { viewport: { width, height: 800 }, javaScriptEnabled: false });
    const links = page.getByRole('link', { name: 'top assets' });
    expect(await links.first().isVisible()).toBe(true);
    expect((await page.locator('engagement-leaderboard').first().boundingBox())?.height).toBeLessThan(80);
  });
});
