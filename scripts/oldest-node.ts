// The oldest Node that the published packages say they run on, from the npm package of this machine's kind.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './bootstrap/child.mjs';

const VERSION = '20.0.0';
const windows = process.platform === 'win32';

/** Installs it into `.cache` unless it is there. */
export async function oldestNode(): Promise<{ version: string; path: string }> {
  const folder = join(import.meta.dirname, '../.cache/oldest-node', VERSION);
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const path = join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${VERSION}`];
    const code = await run('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: windows });
    if (code !== 0) throw new Error(`Node ${VERSION} could not be installed: see npm above.`);
  }
  return { version: VERSION, path };
}
