import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { COMMAND_LINE } from './command-line.ts';

test('what messages tell to run is a script of the checkout', async () => {
  const [npm, run, script = '', end] = COMMAND_LINE.split(' ');
  expect([npm, run, end]).toEqual(['npm', 'run', '--']);
  const manifest = JSON.parse(await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'));
  expect(Object.keys(manifest.scripts)).toContain(script);
});
