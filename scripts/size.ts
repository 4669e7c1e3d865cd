// What a page loads, minified and gzipped, against its limits. KB = 1,024 bytes. The last line is JSON.
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { webBuild } from './vite/web-build.ts';

const SDK = 'packages/sdk/src/index.ts';
const LEADERBOARD = 'packages/widgets/src/leaderboard.ts';
const PROVIDER = 'packages/widgets/src/provider.ts';
const DEVTOOLS = 'packages/widgets/src/devtools.ts';
const CDN_LOADER = 'packages/widgets/src/cdn/loader.ts';
const CDN_CORE = 'packages/widgets/src/cdn/core.ts';

interface Row {
  name: string;
  bytes: number;
  limit: number | null;
  aim: number | null;
}

interface Weight {
  /** The entry with all that it imports outright. */
  first: number;
  /** What it asks for later, in all or of one name. */
  later(name?: string): number;
}

async function measure(entry: string, external: string[] = []): Promise<Weight> {
  const chunks = await webBuild({ entry, format: 'es', entryFileNames: '[name].js', external });
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const first = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || first.has(chunk)) return;
    first.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  visit(chunks[0]);
  const bytes = (some: Rolldown.OutputChunk[]) =>
    some.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  const later = chunks.filter((chunk) => !first.has(chunk));
  const named = (name: string) => {
    const chunk = later.find((chunk) => chunk.name === name);
    if (!chunk) throw new Error(`${entry} has no chunk ${name}`);
    return chunk;
  };
  return { first: bytes([...first]), later: (name) => bytes(name ? [named(name)] : later) };
}

const sdk = await measure(SDK);
const leaderboard = await measure(LEADERBOARD, ['@engagement/sdk']);
/** What a widget adds where another one is there already. */
const further = (entry: string) => measure(entry, ['@engagement/sdk', '@lit/context', 'lit']);
const provider = await further(PROVIDER);
const devtools = await further(DEVTOOLS);
const cdnLoader = await measure(CDN_LOADER);
const cdnCore = await measure(CDN_CORE);

/** A part of the leaderboard that comes later. */
const part = (name: string, chunk: string): Row => ({ name, bytes: leaderboard.later(chunk), limit: 5, aim: 4 });

const rows: Row[] = [
  { name: 'SDK core', bytes: sdk.first, limit: 11, aim: 8 },
  { name: 'Realtime, loaded when a board is live', bytes: sdk.later('channel'), limit: 16, aim: 14 },
  { name: 'Event queue, loaded with the client', bytes: sdk.later('event-queue'), limit: 2.5, aim: 1.5 },
  { name: 'Events on the device, with idb-keyval', bytes: sdk.later('kept-events'), limit: 1.5, aim: 1.3 },
  { name: 'Users, loaded with the first user token', bytes: sdk.later('users'), limit: 2, aim: 1.5 },
  { name: 'What few pages ask for', bytes: sdk.later('more'), limit: 1, aim: 0.5 },
  { name: 'What a debugging panel sees', bytes: sdk.later('inspection'), limit: 1, aim: 0.5 },
  { name: 'First widget with Lit, without the SDK', bytes: leaderboard.first, limit: 16, aim: 13 },
  part('Pictures and footer, loaded after the first rows', 'after-rows'),
  part('Keys, motion and announcements, loaded after the first rows', 'moves'),
  part('Words, loaded after the first rows', 'later-words'),
  part('Podium, loaded for that layout', 'podium'),
  part('Season, loaded for one', 'season'),
  part('Switches, loaded where there is a choice', 'switches'),
  part('Own standing, loaded for those who have one', 'standing'),
  { name: 'A further widget: the provider', bytes: provider.first, limit: 5, aim: 4 },
  { name: 'A further widget: devtools, loaded with ?engagement-debug', bytes: devtools.first, limit: 5, aim: 4 },
  { name: 'CDN loader + core', bytes: cdnLoader.first + cdnCore.first, limit: 14, aim: 12 },
];

const over = rows.filter(({ bytes, limit }) => limit !== null && bytes > limit * 1024);
console.table(
  Object.fromEntries(
    rows.map(({ name, bytes, limit, aim }) => [name, { KB: Number((bytes / 1024).toFixed(2)), limit, aim }]),
  ),
);
for (const { name, limit } of over) console.error(`${name} is over its limit of ${limit} KB.`);
console.log(JSON.stringify(rows));
process.exitCode = over.length > 0 ? 1 : 0;
