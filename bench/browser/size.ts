import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { packPackages } from '../../scripts/pack.ts';
import { webBuild } from '../../scripts/vite/web-build.ts';

/** What a page needs of each to show a first thing. What it loads by itself after that is in `LATER`. */
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

/** What ours load by themselves once rows are there. The peers load all that they have outright, or on request. */
const LATER = {
  board: ['event-queue', 'kept-events', 'after-rows', 'moves', 'later-words'],
  socket: ['channel'],
};

const BELOW = ['novu', 'knock'] as const;

const folder = join(import.meta.dirname, '../../.cache/peers');

type Name = keyof typeof ENTRIES;

/** Kilobytes of 1,024, minified and gzipped. */
interface Weight {
  /** Before anything is asked for later: for ours, up to the first rows. */
  first: number;
  /** With what a page with a board then loads by itself. */
  board: number;
  /** With the socket of a board that is live. */
  live: number;
}

async function weigh(name: Name): Promise<Weight> {
  const entry = `${name.replace(' ', '-')}.js`;
  writeFileSync(join(folder, entry), ENTRIES[name]);
  const chunks = await webBuild({
    entry: `.cache/peers/${entry}`,
    format: 'es',
    entryFileNames: '[name].js',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const withLater = (later: readonly string[]) =>
    kilobytes(chunks, ({ isEntry, name }) => isEntry || later.includes(name));
  return {
    first: withLater([]),
    board: withLater(LATER.board),
    live: withLater([...LATER.board, ...LATER.socket]),
  };
}

/** Of these chunks and all that they import outright. */
function kilobytes(chunks: Rolldown.OutputChunk[], wanted: (chunk: Rolldown.OutputChunk) => boolean): number {
  const loaded = new Set(chunks.filter(wanted));
  for (const { imports } of loaded) for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  const bytes = [...loaded].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  return Number((bytes / 1024).toFixed(1));
}

/** Ours and others', installed side by side from the registry and bundled in the same way. */
export async function run(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // npm takes packages of one version for the same
  for (const old of ['@engagement', '.package-lock.json'])
    rmSync(join(folder, 'node_modules', old), { recursive: true, force: true });
  const ours = (await packPackages()).map((tarball) => [
    `@engagement/${/engagement-(\w+)-/.exec(tarball)?.[1]}`,
    `file:${tarball}`,
  ]);
  const dependencies = { ...PEERS, ...Object.fromEntries(ours) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const sizes: Partial<Record<Name, Weight>> = {};
  for (const name of Object.keys(ENTRIES) as Name[]) sizes[name] = await weigh(name);
  console.table(sizes);
  const heavier = BELOW.filter((peer) => (sizes.ours?.first ?? Infinity) >= (sizes[peer]?.first ?? 0));
  for (const peer of heavier) console.error(`SDK and first widget are not smaller than ${peer}.`);
  console.log(JSON.stringify({ name: 'size', unit: 'KB gzip', ...sizes, passed: heavier.length === 0 }));
  if (heavier.length > 0) process.exit(1);
}
