// Freezes the SDK of this version and what it hears from this server: packages/sdk/wire/<version>. Run it at a release.
// From then on a test has that SDK speak with every later server, which must still give it all that it was given.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { webBuild } from '../vite/web-build.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8'));
const outDir = join(root, 'packages/sdk/wire', version);

rmSync(outDir, { recursive: true, force: true });
await webBuild({ entry: 'packages/sdk/src/index.ts', format: 'es', outDir, entryFileNames: 'sdk.js' });
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'node', 'scripts/wire'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FREEZE_WIRE: version },
  },
);
process.exitCode = status ?? 1;
