// What a page loads, minified and gzipped, against its limits. KB = 1,024 bytes. The last line is JSON.
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { webBuild } from './vite/web-build.ts';

const SDK = 'packages/sdk/src/index.ts';
const LEADERBOARD = 'packages/widgets/src/leaderboard.ts';

interface Row {
  name: string;
  bytes: number;
  limit: number | null;
  aim: number | null;
}

/** The entry with all that it imports outright; and what it asks for later. */
async function measure(entry: string, external: string[] = []): Promise<{ first: number; later: number }> {
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
  return { first: bytes([...first]), later: bytes(chunks.filter((chunk) => !first.has(chunk))) };
}

const sdk = await measure(SDK);
const leaderboard = await measure(LEADERBOARD, ['@engagement/sdk']);

const rows: Row[] = [
  { name: 'SDK core', bytes: sdk.first, limit: 10, aim: 8 },
  { name: 'Realtime, loaded when a board is live', bytes: sdk.later, limit: 16, aim: 14 },
  { name: 'First widget with Lit, without the SDK', bytes: leaderboard.first, limit: 16, aim: 13 },
  { name: 'Motion and speech, loaded after the rows', bytes: leaderboard.later, limit: null, aim: null },
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
