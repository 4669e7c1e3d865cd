import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** Tests, and what the compiler makes of them and notes for itself. */
const BESIDES = /\.test\.|\.tsbuildinfo$|\/dist\/e2e\//;

/** A name for the content of these files, which may be given as patterns; tests do not count. */
export function fingerprint(patterns: readonly string[]): string {
  const files = globSync(patterns, { cwd: root }).filter(
    (file) => !BESIDES.test(file) && statSync(join(root, file)).isFile(),
  );
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Does the work unless the stamp says that it was done for the same content. Keep the stamp with what the work makes. */
export async function unlessDone(stampFile: string, content: string, work: () => Promise<unknown>): Promise<void> {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === content) return;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, content);
}
