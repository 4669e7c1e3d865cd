import { html, nothing } from 'lit';
import { expect, test } from 'vitest';
import { amara, boardPage, creators } from '../../../testing/people.ts';
import type { View } from '../view.ts';
import { pinned } from './pinned.ts';

/** What is said to stand between, null for a gap without a number, undefined without a gap; and the index of the row. */
function pin(parts: Parameters<typeof boardPage>[0], settings = {}): [between: unknown, index: unknown] {
  let between: unknown;
  let index: unknown;
  const localize = { number: String, say: (_key: string, _kind: string, count: number) => count };
  const view = { settings: { around: false, following: false, columns: [], ...settings }, localize } as unknown as View;
  const template = pinned(view, boardPage({ data: creators(8), me: amara, ...parts }), (_me, at) => {
    index = at;
    return html``;
  });
  if (template === nothing) return [undefined, undefined];
  const [gap] = (template as { values: unknown[] }).values as [{ values: unknown[] } | typeof nothing];
  if (gap !== nothing) between = (gap as { values: unknown[] }).values.at(-1);
  return [between, index];
}

test('The number between is left out where ties, dense ranks or a narrowed board make it a guess', () => {
  const { board } = boardPage();
  const tied = { ...amara, tied: true };
  expect(pin({})).toEqual([33, 43]);
  expect(pin({ me: tied })).toEqual([null, 43]);
  expect(pin({ board: { ...board, ranks: 'dense' } })).toEqual([null, null]);
  expect(pin({}, { following: true })).toEqual([null, null]);
  expect(pin({ board: { ...board, ranks: 'ordinal' }, me: tied })).toEqual([33, 43]);
});

test('The own row that follows directly has nothing between, and one that is shown is not shown twice', () => {
  expect(pin({ me: { ...amara, rank: 9 } })).toEqual([undefined, 10]);
  expect(pin({ me: { ...amara, id: 'creator-2', rank: 2 } })).toEqual([undefined, undefined]);
});
