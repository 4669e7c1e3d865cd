// What is published can be used by anybody: publint and attw look at the tarballs as a registry would have them.
import { join, relative } from 'node:path';
import { run } from '../bootstrap/child.mjs';
import { installExamples } from '../examples.ts';
import { packPackages } from '../pack.ts';

const examples = join(import.meta.dirname, '../../examples');

await installExamples();
const styleSheets = ['tokens.css', 'reserve.css'];
const failed: string[] = [];
for (const tarball of await packPackages()) {
  const file = relative(examples, tarball);
  // ESM only: attw would otherwise miss what `require` gives; and a style sheet has no types
  for (const [tool = '', ...args] of [
    ['publint', 'run', file, '--strict'],
    ['attw', file, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--exclude-entrypoints', ...styleSheets],
  ]) {
    const code = await run(join(examples, 'node_modules/.bin', tool), args, { cwd: examples, stdio: 'inherit' });
    if (code !== 0) failed.push(`${tool} ${file}`);
  }
}
if (failed.length > 0) {
  console.error(`Not fit to be published: ${failed.join(', ')}`);
  process.exitCode = 1;
}
