import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenFiles } from './files.ts';

const root = join(import.meta.dirname, '../..');
const files = await tokenFiles();

test.each([...files])('%s is what the design tokens make (npm run tokens)', (file, text) => {
  expect(readFileSync(join(root, file), 'utf8')).toBe(text);
});

test('A theme only sets tokens, and only those that there are', () => {
  const names = new Set((files.get('packages/widgets/src/tokens.ts') ?? '').match(/--engagement-[\w-]+(?=',)/g));
  expect(names.size).toBeGreaterThan(24);
  const themes = [...files].filter(([file]) => file.includes('/themes/'));
  expect(themes).toHaveLength(4);
  for (const [file, text] of themes) {
    const [, body = ''] = /\{\n([\s\S]*)\n\}\n$/.exec(text) ?? [];
    const declared = body.split('\n').map((line) => /^ {2}(--engagement-[\w-]+): [^;]+;$/.exec(line)?.[1] ?? line);
    expect(
      [...new Set(declared)].filter((name) => !names.has(name)),
      file,
    ).toEqual([]);
  }
});
