import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP, BOARDS, document } from './markup.ts';
import { type Site, startSite } from './site.ts';

// The same pages twice: one says nothing of elements that are not its own, the other does its worst.
const PLAIN = `<style>body { margin: 16px; font: 16px serif; background: #fff }</style>`;
const HOSTILE = `<link rel="stylesheet" href="/hostile.css">`;

let site: Site;

beforeAll(async () => {
  site = await startSite({
    '/plain': { html: document(BOARDS, { head: PLAIN + APP }) },
    '/hostile': { html: document(BOARDS, { head: HOSTILE + APP }) },
    '/hostile.css': { html: readFileSync(new URL('./hostile.css', import.meta.url), 'utf8') },
  });
});
afterAll(() => site.close());

async function open(path: string, width: number): Promise<Page> {
  const page = await site.open(path, { viewport: { width, height: 800 } });
  await page.waitForFunction('window.showBoards');
  await page.evaluate('showBoards()');
  await page.getByText('November 16 – 22').last().waitFor();
  return page;
}

/** Where everything stands in its board, and in which letters. */
function drawing(page: Page): Promise<string[][]> {
  return page.evaluate(() =>
    [...globalThis.document.querySelectorAll('engagement-leaderboard')].map((board) => {
      const box = board.shadowRoot?.querySelector('.box') as HTMLElement;
      const { left, top } = box.getBoundingClientRect();
      return [...box.querySelectorAll<HTMLElement>('*')].map((element) => {
        const rect = element.getBoundingClientRect();
        if (rect.width === 0) return ''; // what is not drawn is nowhere
        const at = [rect.left - left, rect.top - top, rect.width, rect.height].map((length) => Math.round(length));
        const { color, letterSpacing, textTransform, fontWeight, fontStyle, lineHeight } = getComputedStyle(element);
        const type = [color, letterSpacing, textTransform, fontWeight, fontStyle, lineHeight];
        return `${element.localName}.${element.getAttribute('part')} ${at} ${type}`;
      });
    }),
  );
}

test.each([900, 272])('Style sheets of a hostile page change nothing in a widget, at %i pixels', async (width) => {
  const [plain, hostile] = await Promise.all([open('/plain', width), open('/hostile', width)]);
  const [before, after] = await Promise.all([drawing(plain), drawing(hostile)]);
  expect(before.flat().length).toBeGreaterThan(300);
  expect(after).toEqual(before);
});

test('They do not silence what is said to screen readers either', async () => {
  const page = await open('/hostile', 900);
  await page.getByRole('status').waitFor({ state: 'attached' });
  expect(
    await page.evaluate(
      () => getComputedStyle(globalThis.document.querySelector('[data-engagement-announcer]') as Element).display,
    ),
  ).toBe('block');
});

test('What the page says of the widget itself still counts: it can be hidden, moved and made narrow', async () => {
  const page = await open('/plain', 900);
  const [first] = await page.locator('engagement-leaderboard').all();
  await page.addStyleTag({
    content: 'engagement-leaderboard { inline-size: 20rem; margin-inline: auto; opacity: 0.5 }',
  });
  expect((await first?.boundingBox())?.width).toBe(320);
  await page.addStyleTag({ content: '.hidden { display: none }' });
  await first?.evaluate((board) => board.classList.add('hidden'));
  expect(await first?.isVisible()).toBe(false);
});
