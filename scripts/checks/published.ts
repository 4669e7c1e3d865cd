// What is published can be used by anybody: publint and attw look at the tarballs as a registry would have them.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../bootstrap/child.mjs';
import { installExamples } from '../examples.ts';
import { packPackages } from '../pack.ts';

const examples = join(import.meta.dirname, '../../examples');

await installExamples();
const failed: string[] = [];

/** Style sheets have no types. */
function withoutStyles(tarball: string): string[] {
  const name = /engagement-([a-z]+)-/.exec(tarball)?.[1] ?? '';
  const manifest = readFileSync(join(examples, '../packages', name, 'package.json'), 'utf8');
  const styles = Object.keys(JSON.parse(manifest).exports).filter((entry) => /^[^*]+\.css$/.test(entry));
  return styles.length > 0 ? ['--exclude-entrypoints', ...styles] : [];
}

for (const tarball of packPackages()) {
  const file = relative(examples, tarball);
  // ESM only: attw would otherwise miss what `require` gives
  for (const [tool = '', ...args] of [
    ['publint', 'run', file, '--strict'],
    ['attw', file, '--profile', 'esm-only', '--format', 'ascii', '--no-color', ...withoutStyles(tarball)],
  ]) {
    const code = await run(join(examples, 'node_modules/.bin', tool), args, { cwd: examples, stdio: 'inherit' });
    if (code !== 0) failed.push(`${tool} ${file}`);
  }
}
if (failed.length > 0) {
  console.error(`Not fit to be published: ${failed.join(', ')}`);
  process.exitCode = 1;
}
