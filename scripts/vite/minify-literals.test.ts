import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withMinifiedLiterals } from './minify-literals.ts';

const sources = join(import.meta.dirname, '../../packages/widgets/src');
const modules = globSync('**/*.styles.ts', { cwd: sources }).map((file) => readFileSync(join(sources, file), 'utf8'));

test('Templates that are minified already stay as they are', () => {
  expect(modules.length).toBeGreaterThan(3);
  const once = modules.map(withMinifiedLiterals);
  expect(once.map(withMinifiedLiterals)).toEqual(once);
});

test('No two private names become one', () => {
  const names = (code: string) => new Set(code.match(/--_[\w-]+/g));
  const all = modules.join('\n');
  expect(names(modules.map(withMinifiedLiterals).join('\n')).size).toBe(names(all).size);
});
