// A file that has grown past reading becomes a folder: no source over 400 lines, a warning over 250.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const limit = 400;
const warning = 250;
const root = join(import.meta.dirname, '..', '..');
const generated = /(^|\/)(node_modules|dist|dist-cdn|\.cache|migrations)(\/|$)/;

const long = globSync('{packages,examples,bench,scripts}/**/*.{ts,mjs,js,css}', {
  cwd: root,
  exclude: (path) => generated.test(path),
})
  .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
  .filter(({ lines }) => lines > warning)
  .sort((a, b) => b.lines - a.lines);

for (const { file, lines } of long) {
  console.log(`${lines > limit ? 'too long' : 'long'}  ${lines} lines  ${file}`);
}
if (long.some(({ lines }) => lines > limit)) {
  console.error(`Files over ${limit} lines: make each a folder of smaller ones.`);
  process.exitCode = 1;
}
