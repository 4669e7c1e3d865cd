import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { startRedis } from '../scripts/engines/redis.ts';
import { BOARD, random } from './events.ts';
import { compare } from './harness.ts';
import { type Load, put, warmUp } from './http/load.ts';
import type { OwnServer, OwnServerOptions } from './http/own-server.ts';
import type { RawBoardsOptions } from './http/raw-boards.ts';
import { startServerProcess } from './http/server-process.ts';

const MEMBERS = 100_000;
const CONNECTIONS = 32;
const SECONDS = 3;
const LIMIT = 50;
const SPAN = 5;
const SHARED_PAGE_MS = 250;

const top = `?limit=${LIMIT}`;
const next = random(1);
const around = Array.from({ length: 10_000 }, () => `/around/creator-${Math.floor(next() * MEMBERS)}?span=${SPAN}`);
const board = `${MEMBERS.toLocaleString('en')} entries in Redis, ${CONNECTIONS} connections`;

/** What is asked of a board, and what a raw server answers it from. */
interface Asking {
  readonly name: string;
  readonly sharedPageMs: number;
  readonly rawPath: string;
  /** Behind the addresses of both sides, in turn. */
  readonly paths: readonly string[];
  readonly note: string;
}

const TOP: Asking = {
  name: 'board-top',
  sharedPageMs: 0,
  rawPath: '/entries',
  paths: [top],
  note: `The first ${LIMIT}, read for every request. ${board}.`,
};
const TOP_CACHED: Asking = {
  name: 'board-top-cached',
  sharedPageMs: SHARED_PAGE_MS,
  rawPath: '/hello',
  paths: [top],
  note: `The first ${LIMIT}, at most ${SHARED_PAGE_MS} ms old, against the same bytes from memory. ${board}.`,
};
const AROUND: Asking = {
  name: 'board-around',
  sharedPageMs: 0,
  rawPath: '/entries',
  paths: around,
  note: `${SPAN} on either side of a random entry. ${board}.`,
};

export const runTop = () => read(TOP);
export const runTopCached = () => read(TOP_CACHED);
export const runAround = () => read(AROUND);

async function read({ name, sharedPageMs, rawPath, paths, note }: Asking): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const database = await createTestDatabase(postgres.url);
  const engines = { databaseUrl: database.url, redisUrl: redis.url };
  const options: OwnServerOptions = { ...engines, members: MEMBERS, sharedPageMs };
  const own = await startServerProcess<OwnServer>(new URL('http/own-server.ts', import.meta.url), options);
  const { key, fingerprint, secretKey } = own.ready;
  const headers = { authorization: `Bearer ${secretKey}` };
  const ours = { url: `${own.ready.url}/v1/leaderboards/${BOARD}/entries`, headers };
  const page = await textOf(ours, top);
  const rawOptions: RawBoardsOptions = { ...engines, key, fingerprint, page };
  const raw = await startServerProcess<{ url: string }>(new URL('http/raw-boards.ts', import.meta.url), rawOptions);
  const theirs = { url: `${raw.ready.url}${rawPath}`, headers: {} };
  for (const path of paths.slice(0, 100)) await assertSame(ours, theirs, path);
  for (const to of [ours, theirs]) await warmUp({ ...to, paths, connections: CONNECTIONS });
  const side = (to: typeof ours | typeof theirs) => () =>
    put({ ...to, paths, connections: CONNECTIONS, seconds: SECONDS });
  await compare({ name, unit: 'requests/s', ours: side(ours), reference: side(theirs), notes: () => [note] });
  await Promise.all([own.stop(), raw.stop()]);
  await database.drop();
  await Promise.all([postgres.stop(), redis.stop()]);
}

type Side = Pick<Load, 'url' | 'headers'>;

async function textOf({ url, headers }: Side, path: string): Promise<string> {
  const answer = await fetch(`${url}${path}`, { headers });
  if (!answer.ok) throw new Error(`${url}${path} answered ${answer.status}`);
  return answer.text();
}

/** A reference that answers something else proves nothing. */
async function assertSame(ours: Side, theirs: Side, path: string): Promise<void> {
  const [one, other] = await Promise.all([textOf(ours, path), textOf(theirs, path)]);
  if (one !== other) throw new Error(`The answers to ${path} differ:\n${one}\n${other}`);
}
