import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complaintsOf, readSnippets } from './snippets.ts';

const names = join(import.meta.dirname, 'snippet-names.d.ts');

test('Every TypeScript block of the docs compiles under `strict`', () => {
  const snippets = readSnippets();
  expect(snippets.length).toBeGreaterThan(30);
  expect(complaintsOf(snippets, names)).toEqual([]);
});

test('A block that does not compile is found, with its place', () => {
  const code =
    "import { signUserToken } from '@engagement/sdk/server';\nawait signUserToken({ sub: 1, tenant: 't' }, '');";
  expect(complaintsOf([{ place: 'page.md:1', code }], names)).toEqual([
    "page.md:1: Type 'number' is not assignable to type 'string'.",
  ]);
});
