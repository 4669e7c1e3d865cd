// Builds what a plain web page loads: packages/widgets/dist-cdn/engagement.js and its chunks.
// Unchanged sources are not built again.
import { createHash } from 'node:crypto';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, root, unlessDone } from './fingerprint.ts';

const outDir = join(root, 'packages/widgets/dist-cdn');

/** Everything that the files are made of. */
const SOURCES = [
  'packages/{contract,sdk,widgets}/{src/**/*.ts,package.json,tsconfig.json}',
  'packages/widgets/{reserve.css,themes/*.css}',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
  'scripts/cdn.ts',
  'scripts/vite/web-build.ts',
  'scripts/vite/minify-literals.ts',
];

async function buildAll(): Promise<void> {
  // Vite takes longer to load than unchanged sources to check
  const { webBuild } = await import('./vite/web-build.ts');
  rmSync(outDir, { recursive: true, force: true });
  const [core] = await webBuild({
    entry: 'packages/widgets/src/cdn/core.ts',
    format: 'es',
    outDir,
    entryFileNames: 'chunks/core-[hash].js',
  });
  if (!core) throw new Error('The build made no entry');
  await webBuild({
    entry: 'packages/widgets/src/cdn/loader.ts',
    format: 'iife',
    outDir,
    entryFileNames: 'engagement.js',
    define: { CORE: JSON.stringify(`./${core.fileName}`) },
  });
  for (const file of ['reserve.css', 'themes']) {
    cpSync(join(root, 'packages/widgets', file), join(outDir, file), { recursive: true });
  }
  writeIntegrity();
}

/** What each file is, for pages that name a version and allow no other script: `integrity="sha384-…"`. */
function writeIntegrity(): void {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/widgets/package.json'), 'utf8'));
  const files = globSync('**/*.js', { cwd: outDir }).sort();
  const hash = (file: string) =>
    createHash('sha384')
      .update(readFileSync(join(outDir, file)))
      .digest('base64');
  const integrity = Object.fromEntries(files.map((file) => [file, `sha384-${hash(file)}`]));
  writeFileSync(join(outDir, 'integrity.json'), `${JSON.stringify({ version, integrity }, null, 2)}\n`);
}

await unlessDone(join(outDir, '.stamp'), fingerprint(SOURCES), buildAll);
