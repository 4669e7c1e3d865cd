import { afterEach, expect, test } from 'vitest';
import '../../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, stage } from '../../testing/mount.ts';
import { boardPage, entry } from '../../testing/people.ts';

afterEach(clearStages);

async function ownRow(width: number, parts: { tied?: boolean; rank?: number } = {}) {
  const place = stage();
  place.style.inlineSize = `${width}px`;
  const { element, fake } = mountLeaderboard({ limit: 1 }, place);
  const data = [entry({ id: 'amara', rank: 42, name: 'Amara Okonkwo', score: 1184, isMe: true, ...parts })];
  fake.show(boardPage({ data }));
  const root = await shadowOf(element);
  return { root, named: root.querySelector('.named') as HTMLElement };
}

/** The words of a text that stand on more than one line. */
function brokenWords(node: Text): string[] {
  const range = document.createRange();
  return [...node.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1 ? [word] : [];
  });
}

test.each([240, 320, 360, 500])('The reader’s own name is whole, with its words whole, in %s px', async (width) => {
  const { named } = await ownRow(width);
  const text = [...(named.querySelector('bdi')?.childNodes ?? [])].find((node) => node instanceof Text && node.data);
  expect(brokenWords(text as Text)).toEqual([]);
  expect(named.scrollWidth).toBeLessThanOrEqual(named.clientWidth);
  expect(brokenWords(named.querySelector('.you')?.lastChild as Text)).toEqual([]);
  if (width === 240) return; // "You" is for screen readers there
  const you = named.querySelector('.you')?.getBoundingClientRect();
  expect(you?.bottom).toBeLessThanOrEqual(named.getBoundingClientRect().bottom + 1);
  expect(you?.right).toBeLessThanOrEqual(named.getBoundingClientRect().right + 1);
});

test('In a narrow compact board the names of others take one line, and the reader’s own is whole', async () => {
  const place = stage();
  place.style.inlineSize = '240px';
  const { element, fake } = mountLeaderboard({ limit: 2, density: 'compact' }, place);
  const name = 'Amara Okonkwo';
  fake.show(boardPage({ data: [entry({ id: 'a', name }), entry({ id: 'b', name, rank: 2, isMe: true })] }));
  const root = await shadowOf(element);
  const cut = [...root.querySelectorAll('.named')].map((one) => one.scrollHeight > one.clientHeight);
  expect(cut).toEqual([true, false]);
});

test.each([240, 320, 360])('The reader’s own name of two words takes two lines at most in %s px', async (width) => {
  const { named } = await ownRow(width);
  const line = Number.parseFloat(getComputedStyle(named).lineHeight);
  expect(named.offsetHeight).toBeLessThanOrEqual(2.3 * line);
});

test('The sign of a tied medal stands in its disc', async () => {
  const { root } = await ownRow(500, { tied: true, rank: 2 });
  expect(root.querySelector('.tie')).toBeNull();
  expect(root.querySelector('.medal text')?.textContent).toBe('=2');
});

test.each([240, 360, 500])('The sign of a tie stands clear of the bar of the own row in %s px', async (width) => {
  const { root } = await ownRow(width, { tied: true });
  const cell = root.querySelector('tbody [part="rank"]') as HTMLElement;
  const { insetInlineStart, borderInlineStartWidth } = getComputedStyle(cell, '::before');
  const row = cell.parentElement?.getBoundingClientRect().left ?? 0;
  const barEnd = row + Number.parseFloat(insetInlineStart) + Number.parseFloat(borderInlineStartWidth);
  expect(root.querySelector('.tie')?.getBoundingClientRect().left).toBeGreaterThanOrEqual(barEnd + 2);
});
