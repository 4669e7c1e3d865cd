// Writes packages/widgets/custom-elements.json, from which Storybook has its controls and words, and into dist/types what
// frameworks and editors read. Unchanged sources are not read again.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fingerprint, root } from './fingerprint.ts';

const widgets = join(root, 'packages/widgets');
const stampFile = join(root, '.cache/manifest.stamp');

const SOURCES = [
  'packages/widgets/src/**/*.ts',
  'packages/widgets/manifest/**',
  'packages/widgets/custom-elements-manifest.config.mjs',
];

const OUTPUT = ['custom-elements.json', 'dist/types'].map((path) => join(widgets, path));

export async function writeManifest(): Promise<void> {
  const current = fingerprint(SOURCES);
  const stamped = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === current;
  if (stamped && OUTPUT.every((path) => existsSync(path))) return;
  await promisify(execFile)(
    process.execPath,
    [join(widgets, 'node_modules/@custom-elements-manifest/analyzer/cem.js'), 'analyze', '--quiet'],
    { cwd: widgets },
  );
  await mkdir(join(root, '.cache'), { recursive: true });
  await writeFile(stampFile, current);
}

if (import.meta.main) await writeManifest();
