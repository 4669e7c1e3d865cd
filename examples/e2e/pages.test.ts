import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import demo from '../marketplace/src/definitions.ts';

const examples = join(import.meta.dirname, '..');
const root = join(examples, '..');

const sources = [
  ...globSync('*/{,src/,app/}*.{html,ts,tsx,vue,svelte}', { cwd: examples })
    .filter((file) => !/^(e2e|marketplace|import)/.test(file))
    .map((file) => join('examples', file)),
  'docs/getting-started.md',
];

test('every board that an example or the first page of the docs shows is one of the demo', () => {
  const boards = [...(demo.boards ?? []), ...(demo.presets ?? [])].map(({ key }) => key);
  const shown = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/board="([\w-]+)"/g)].map(([, board]) => ({ file, board })),
  );
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.filter(({ board }) => !boards.includes(board))).toEqual([]);
});

test('every page of an example has an icon, so that no browser looks for one that is not there', () => {
  const pages = sources.filter((file) => file.endsWith('.html'));
  expect(pages.length).toBeGreaterThan(4);
  for (const file of pages) expect(readFileSync(join(root, file), 'utf8'), file).toContain('rel="icon"');
});
