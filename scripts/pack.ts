// Writes the packages as tarballs that any project can install: .cache/packages/*.tgz
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from './build.ts';

const root = join(import.meta.dirname, '..');

/** The paths of the tarballs. What is in the folder goes. */
export async function packPackages(folder = join(root, '.cache/packages')): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await buildPackages();
  for (const name of ['contract', 'sdk', 'widgets']) {
    execFileSync(join(root, 'node_modules/.bin/pnpm'), ['pack', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return readdirSync(folder).map((file) => join(folder, file));
}

if (import.meta.main) console.log((await packPackages()).join('\n'));
