// Builds Storybook as static files, which work under any path: .storybook/dist.
// Unchanged sources are not built again.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fingerprint, root } from '../fingerprint.ts';

const folder = join(root, '.storybook/dist');
const stampFile = join(folder, '.stamp');

const SOURCES = [
  '.storybook/{*,{blocks,docs,page,patterns,tests}/**/*}.{ts,css,mdx,json,html}',
  'packages/{contract,sdk,widgets}/{src/**/*,package.json}',
  'packages/widgets/{manifest/**/*,custom-elements-manifest.config.mjs}',
  'examples/{react,svelte,vue}/src/[Tt]op.*',
  'examples/script-tag/index.html',
  'examples/vite-vanilla/main.ts',
  'scripts/storybook/build.ts',
  'pnpm-lock.yaml',
];

/** Resolves with the folder of the files. What is there already is replaced when the new files are all there. */
export async function buildStorybook(): Promise<string> {
  const current = fingerprint(SOURCES);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === current) return folder;
  const fresh = `${folder}-${process.pid}`;
  const program = join(root, 'node_modules/storybook/dist/bin/dispatcher.js');
  const options = ['--quiet', '--disable-telemetry', '--config-dir', '.storybook', '--output-dir', fresh];
  try {
    await promisify(execFile)(process.execPath, [program, 'build', ...options], {
      cwd: root,
      env: { ...process.env, CI: 'true', NODE_ENV: 'production' },
      maxBuffer: 16 * 2 ** 20,
    });
    await writeFile(join(fresh, '.stamp'), current);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

if (import.meta.main) await buildStorybook();
