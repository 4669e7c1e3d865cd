import { afterEach, describe, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import '../locales/ar.ts';
import '../locales/he.ts';
import { clearStages, mountLeaderboard, shadowOf, stage, textOf } from '../testing/mount.ts';
import { amara, boardPage } from '../testing/people.ts';

afterEach(clearStages);

/** A board with the reader's own row, in a page of this language. */
async function board(lang: string, dir: 'ltr' | 'rtl', width = 720) {
  const place = stage();
  Object.assign(place, { lang, dir });
  place.style.cssText = `inline-size: ${width}px; font: 16px sans-serif`;
  const { element, fake } = mountLeaderboard({ pinMe: true, limit: 10 }, place);
  fake.show(boardPage({ me: amara }), { live: true });
  const root = await shadowOf(element);
  await vi.waitFor(() => expect(root.querySelector('[part=pause-button]')).not.toBeNull());
  const find = (selector: string) => root.querySelector(selector) as HTMLElement;
  return { element, root, find, box: (selector: string) => find(selector).getBoundingClientRect() };
}

/** Where the words in it begin and end. */
function ink(element: Element): DOMRect {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

describe.each([
  ['ar', 'المبدع', 'أنت'],
  ['he', 'יוצר', 'אתם'],
])('From right to left, in %s', (lang, subject, you) => {
  test('words are in the language, and columns begin at the right', async () => {
    const { root, find, box } = await board(lang, 'rtl');
    expect(textOf(root.querySelectorAll('thead th')[2])).toBe(subject);
    expect(textOf(find('.you'))).toBe(you);
    const row = find('[part~=row]');
    const cells = [...row.children].map((cell) => cell.getBoundingClientRect());
    expect(cells.map(({ right }) => right)).toEqual(cells.map(({ right }) => right).sort((a, b) => b - a));
    expect(box('[part=heading]').right).toBeCloseTo(box('table').right, 0);
    expect(box('[part=updated]').right).toBeCloseTo(box('table').right, 0);
  });

  test('the marker of the own row and the bars begin at the right', async () => {
    const { find } = await board(lang, 'rtl');
    const marker = getComputedStyle(find('[part~=row-current] > :first-child'), '::before');
    expect([marker.borderRightWidth, marker.borderLeftWidth]).toEqual(['3px', '0px']);
    const bar = getComputedStyle(find('[part~=row] > :first-child'), '::after');
    expect(bar.backgroundPosition.split(',')[0]).toBe('100% 0px');
  });

  test('figures still line up on their units, at the right of their column', async () => {
    const { root } = await board(lang, 'rtl');
    const ends = [...root.querySelectorAll('td[part=score]')].map((cell) => ink(cell).right);
    expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(1);
  });

  test('an arrow that means up points up', async () => {
    const { find } = await board(lang, 'rtl');
    expect(getComputedStyle(find('[part=rank-change-up] svg')).rotate).toBe('none');
    expect(getComputedStyle(find('[part=rank-change-down] svg')).rotate).toBe('180deg');
  });

  test.each([720, 340, 240])('nothing leaves the frame, at %i pixels', async (width) => {
    const { element, root } = await board(lang, 'rtl', width);
    const frame = element.getBoundingClientRect();
    const outside = [...root.querySelectorAll('[part]')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 1 && (left < frame.left - 0.5 || right > frame.right + 0.5);
    });
    expect(outside.map((one) => one.getAttribute('part'))).toEqual([]);
  });
});

test('Letters that join are not set apart', async () => {
  const { root } = await board('ar', 'rtl');
  const apart = [...root.querySelectorAll('[part]')].filter(
    (one) => !['normal', '0px'].includes(getComputedStyle(one).letterSpacing),
  );
  expect(apart.map((one) => one.getAttribute('part'))).toEqual([]);
});

test('From left to right the same things are at the left, and figures at the right', async () => {
  const { root, find, box } = await board('en', 'ltr');
  const marker = getComputedStyle(find('[part~=row-current] > :first-child'), '::before');
  expect([marker.borderRightWidth, marker.borderLeftWidth]).toEqual(['0px', '3px']);
  expect(box('[part=heading]').left).toBeCloseTo(box('table').left, 0);
  const ends = [...root.querySelectorAll('td[part=score]')].map((cell) => ink(cell).right);
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(1);
});
