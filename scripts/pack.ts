// Writes the packages as tarballs that any project can install: .cache/packages/*.tgz
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache/packages');
const run = (program: string, args: string[], cwd: string) =>
  execFileSync(join(root, 'node_modules/.bin', program), args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
run('tsc', ['--build'], root);
for (const name of ['contract', 'sdk', 'widgets']) {
  run('pnpm', ['pack', '--pack-destination', folder], join(root, 'packages', name));
}
console.log(
  readdirSync(folder)
    .map((file) => join(folder, file))
    .join('\n'),
);
