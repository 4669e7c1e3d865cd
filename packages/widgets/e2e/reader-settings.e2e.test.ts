import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP, BOARDS, document } from './markup.ts';
import { type Site, startSite } from './site.ts';

const HEAD = `<style>:root { color-scheme: light dark } body { margin: 16px; font: 16px sans-serif }</style>${APP}`;
const NARROW = '<style>engagement-leaderboard { inline-size: 240px }</style>';

let site: Site;

beforeAll(async () => {
  site = await startSite({
    '/': { html: document(BOARDS, { head: HEAD }) },
    '/narrow': { html: document(BOARDS, { head: HEAD + NARROW }) },
    '/rtl': { html: document(BOARDS, { head: HEAD, lang: 'ar', dir: 'rtl' }) },
  });
});
afterAll(() => site.close());

async function show(page: Page): Promise<Page> {
  await page.waitForFunction('window.showBoards');
  await page.evaluate('showBoards()');
  await page.locator('[part="updated"]').filter({ hasText: /\d/ }).last().waitFor();
  return page;
}

/** What stands outside its board, or is cut off in it although it is a figure. */
function spilled(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...globalThis.document.querySelectorAll('engagement-leaderboard')].flatMap((board) => {
      const frame = board.getBoundingClientRect();
      return [
        ...(board.shadowRoot?.querySelectorAll<HTMLElement>('[part~=score], [part~=heading], .named, button') ?? []),
      ]
        .filter((one) => {
          const { left, right, width } = one.getBoundingClientRect();
          const cut = one.matches('[part~=score]') && one.scrollWidth > one.clientWidth + 1;
          return width > 0 && (left < frame.left || right > frame.right + 0.5 || cut);
        })
        .map((one) => `${one.getAttribute('part') ?? one.className}: ${one.textContent}`);
    }),
  );
}

// A window of 1280 pixels at 400 % zoom is one of 320.
test.each(['/', '/narrow', '/rtl'])(
  'Zoomed four times nothing scrolls sideways and no figure is cut: %s',
  async (path) => {
    const page = await show(await site.open(path, { viewport: { width: 320, height: 800 } }));
    expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(320);
    expect(await spilled(page)).toEqual([]);
  },
);

test('With forced colours the own row, medals, pictures and rules have edges in the reader’s colours', async () => {
  const page = await show(await site.open('/', { forcedColors: 'active', colorScheme: 'dark' }));
  // Pictures come after the first rows.
  await page.locator('engagement-leaderboard[pin-me] [part~=avatar]').first().waitFor({ state: 'attached' });
  const found = await page.evaluate(() => {
    const root = globalThis.document.querySelector('engagement-leaderboard[pin-me]')?.shadowRoot as ShadowRoot;
    const style = (selector: string, pseudo?: string) =>
      getComputedStyle(root.querySelector(selector) as Element, pseudo);
    const probe = globalThis.document.body.appendChild(globalThis.document.createElement('i'));
    probe.style.cssText = 'color: CanvasText; background: Highlight';
    const { color: canvasText, backgroundColor: highlight } = getComputedStyle(probe);
    return {
      canvasText,
      highlight,
      ownRow: style('[part~=row-current]').outlineColor,
      ownRowStyle: style('[part~=row-current]').outlineStyle,
      medal: style('.face').stroke,
      picture: style('[part~=avatar]').borderTopColor,
      pictureStyle: style('[part~=avatar]').borderTopStyle,
      rule: style('[part~=row] > :first-child', '::after').backgroundColor,
      frame: style('[part=base]').borderTopStyle,
    };
  });
  expect(found).toMatchObject({
    ownRow: found.highlight,
    ownRowStyle: 'solid',
    medal: found.canvasText,
    picture: found.canvasText,
    pictureStyle: 'solid',
    rule: found.canvasText,
    frame: 'solid',
  });
});

test('The page’s colour scheme decides, and theme turns one widget round', async () => {
  const page = await show(await site.open('/', { colorScheme: 'dark' }));
  const grounds = await page.evaluate(() => {
    const [first, second] = globalThis.document.querySelectorAll('engagement-leaderboard');
    second?.setAttribute('theme', 'light');
    return [first, second].map(
      (board) => getComputedStyle(board?.shadowRoot?.querySelector('[part=base]') as Element).backgroundColor,
    );
  });
  expect(grounds).toEqual(['oklch(0.195 0.008 260)', 'oklch(1 0 0)']);
});
