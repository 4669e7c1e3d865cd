import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** A name for the content of these files, which may be given as patterns; tests do not count. */
export function fingerprint(patterns: readonly string[]): string {
  const files = globSync(patterns, { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts') && statSync(join(root, file)).isFile(),
  );
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
