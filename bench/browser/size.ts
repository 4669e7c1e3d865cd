import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packPackages } from '../../scripts/pack.ts';
import { webBuild } from '../../scripts/vite/web-build.ts';

/** What a page needs of each to show a first thing. */
const ENTRIES = {
  ours: `import { init } from '@engagement/sdk'; import '@engagement/widgets/leaderboard'; init({ key: 'pk_test_1' });`,
  'sdk alone': `import { init } from '@engagement/sdk'; init({ key: 'pk_test_1' });`,
  novu: `import { Novu } from '@novu/js'; globalThis.peer = new Novu({ subscriberId: 'a', applicationIdentifier: 'b' });`,
  knock: `import Knock from '@knocklabs/client'; globalThis.peer = new Knock('pk_1');`,
  courier: `import { Courier } from '@trycourier/courier-js'; globalThis.peer = Courier.shared;`,
  posthog: `import posthog from 'posthog-js'; posthog.init('phc_1');`,
  growthbook: `import { GrowthBook } from '@growthbook/growthbook'; globalThis.peer = new GrowthBook({});`,
};

const PEERS = {
  '@growthbook/growthbook': '1.8.0',
  '@knocklabs/client': '0.22.2',
  '@novu/js': '3.19.2',
  '@trycourier/courier-js': '3.4.0',
  'posthog-js': '1.449.2',
};

const BELOW = ['novu', 'knock'] as const;

const folder = join(import.meta.dirname, '../../.cache/peers');

type Name = keyof typeof ENTRIES;

/** Kilobytes of 1,024, minified and gzipped, that each entry loads before anything is asked for later. */
async function weigh(name: Name): Promise<number> {
  const entry = `${name.replace(' ', '-')}.js`;
  writeFileSync(join(folder, entry), ENTRIES[name]);
  const chunks = await webBuild({
    entry: `.cache/peers/${entry}`,
    format: 'es',
    entryFileNames: '[name].js',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const first = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const { imports } of first) for (const chunk of chunks) if (imports.includes(chunk.fileName)) first.add(chunk);
  return [...first].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1024;
}

/** Ours and others', installed side by side from the registry and bundled in the same way. */
export async function run(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // npm takes packages of one version for the same
  for (const old of ['@engagement', '.package-lock.json'])
    rmSync(join(folder, 'node_modules', old), { recursive: true, force: true });
  const ours = packPackages().map((tarball) => [
    `@engagement/${/engagement-(\w+)-/.exec(tarball)?.[1]}`,
    `file:${tarball}`,
  ]);
  const dependencies = { ...PEERS, ...Object.fromEntries(ours) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const sizes: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(ENTRIES) as Name[]) sizes[name] = Number((await weigh(name)).toFixed(1));
  console.table(Object.fromEntries(Object.entries(sizes).map(([name, KB]) => [name, { KB }])));
  const heavier = BELOW.filter((peer) => (sizes.ours ?? Infinity) >= (sizes[peer] ?? 0));
  for (const peer of heavier) console.error(`SDK and first widget are not smaller than ${peer}.`);
  console.log(JSON.stringify({ name: 'size', unit: 'KB gzip', ...sizes, passed: heavier.length === 0 }));
  if (heavier.length > 0) process.exit(1);
}
