// node scripts/examples.ts <name>   runs an example in this checkout, with the packages as they are here
// node scripts/examples.ts          only installs what the examples need
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './bootstrap/child.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { buildPackages } from './build.ts';
import { fingerprint, root, unlessDone } from './fingerprint.ts';

const examples = join(root, 'examples');
const pnpm = join(root, 'node_modules/.bin/pnpm');

const DEMANDS = 'examples/{.,*}/{package.json,pnpm-lock.yaml,pnpm-workspace.yaml}';

/** What the examples have of the packages. */
export const PACKED = 'packages/{contract,sdk,widgets}/{*,{dist,vectors,figma,themes,tokens}/**/*}';

/** The packages of this checkout, and all else that the examples name, in examples/node_modules. */
export async function installExamples(): Promise<void> {
  await withLock(join(root, '.cache/examples.lock'), async () => {
    await buildPackages();
    await unlessDone(join(examples, 'node_modules/.stamp'), fingerprint([PACKED, DEMANDS]), install);
  });
}

async function install(): Promise<void> {
  const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false', '--reporter=append-only'];
  const code = await run(pnpm, args, { cwd: examples, stdio: ['ignore', 'ignore', 'inherit'] });
  if (code !== 0) throw new Error('The examples could not be installed: see pnpm above.');
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name && !existsSync(join(examples, name, 'package.json'))) throw new Error(`There is no example "${name}".`);
  await installExamples();
  if (name) process.exitCode = await run(pnpm, ['run', 'dev'], { cwd: join(examples, name), stdio: 'inherit' });
}
