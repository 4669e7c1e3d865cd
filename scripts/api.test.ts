import { expect, test } from 'vitest';
import { announcesMajor, type Manifest, removedFrom, surfaceOf } from './api.ts';

const manifest = (parts: string[]): Manifest => ({
  modules: [
    {
      declarations: [
        { tagName: 'engagement-x', cssParts: parts.map((name) => ({ name })), events: [{ name: 'engagement-load' }] },
        { attributes: [{ name: 'of-a-base-class' }] },
      ],
    },
  ],
});

test('The surface of the widgets is what pages can name', () => {
  expect(surfaceOf(manifest(['row']))).toEqual([
    'engagement-x',
    'engagement-x event engagement-load',
    'engagement-x part row',
  ]);
});

test('A part that is gone counts as removed, and a new one does not', () => {
  const [before, after] = [surfaceOf(manifest(['row', 'head'])), surfaceOf(manifest(['row', 'foot']))];
  expect(removedFrom(before, after)).toEqual(['engagement-x part head']);
});

test('Only a major changeset of the widgets themselves lets something go', () => {
  expect(announcesMajor(["---\n'@engagement/widgets': major\n---\n\nGone."])).toBe(true);
  expect(announcesMajor(["---\n'@engagement/widgets': minor\n---\n", "---\n'@engagement/sdk': major\n---\n"])).toBe(
    false,
  );
});
