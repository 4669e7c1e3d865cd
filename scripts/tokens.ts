// Writes what is made of the design tokens in packages/widgets/tokens: themes, the values that widgets fall back to,
// the list for docs, and variables for Figma. The files are committed; a test holds them to their source.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tokenFiles } from './tokens/files.ts';

const root = join(import.meta.dirname, '..');

for (const [file, text] of await tokenFiles()) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(file);
}
