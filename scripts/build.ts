// Builds what is published: JavaScript and types of the packages, and the manifest of the widgets.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fingerprint.ts';
import { writeManifest } from './manifest.ts';
import { shortNames, withMinifiedLiterals } from './vite/minify-literals.ts';

export async function buildPackages(): Promise<void> {
  const widgets = join(root, 'packages/widgets');
  dropWhatAnotherMinifierMade(join(widgets, 'dist'));
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['--build', 'packages/widgets'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  // no bundler looks into templates: what only their authors read would be with every visitor
  for (const file of globSync('dist/**/*.js', { cwd: widgets })) {
    const path = join(widgets, file);
    const code = readFileSync(path, 'utf8');
    const less = withMinifiedLiterals(code);
    if (less !== code) writeFileSync(path, less);
  }
  await writeManifest();
}

/** The compiler leaves files as they are while their source is, so what was made of them in another way would stay. */
function dropWhatAnotherMinifierMade(dist: string): void {
  const code = readFileSync(join(root, 'scripts/vite/minify-literals.ts'), 'utf8');
  const minifier = `${code}${JSON.stringify([...shortNames])}`;
  const stamp = join(dist, '.minifier');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === minifier) return;
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, minifier);
}

if (import.meta.main) await buildPackages();
