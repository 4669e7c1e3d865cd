import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { purchases } from './events.ts';
import { compare } from './harness.ts';
import { put, warmUp } from './http/load.ts';
import type { OwnServer, OwnServerOptions } from './http/own-server.ts';
import { startServerProcess } from './http/server-process.ts';

const CREATORS = 1000;
const SECONDS = 3;

/** One event a request, durable and ranked before the answer, against a bare handler that does the same. */
export async function run(): Promise<void> {
  const postgres = await startPostgres();
  const [own, other] = [await createTestDatabase(postgres.url), await createTestDatabase(postgres.url)];
  const options: OwnServerOptions = { databaseUrl: own.url, members: CREATORS, sharedPageMs: 0 };
  const server = await startServerProcess<OwnServer>(new URL('http/own-server.ts', import.meta.url), options);
  const raw = await startServerProcess<{ url: string }>(new URL('http/raw-answers.ts', import.meta.url), {
    databaseUrl: other.url,
    creators: CREATORS,
  });
  const { url, secretKey } = server.ready;
  const ours = { url: `${url}/v1/events`, headers: { authorization: `Bearer ${secretKey}`, prefer: 'wait=10' } };
  const theirs = { url: raw.ready.url, headers: {} };
  const analyze = () => Promise.all([own, other].map(({ database }) => database.orm.execute('analyze')));
  // As Postgres does by itself within a minute: without statistics it reads a whole board for each rank.
  for (const side of [ours, theirs]) await put({ ...side, body: ordersOf(1), connections: 64, seconds: SECONDS });
  await analyze();
  for (const side of [ours, theirs]) await warmUp({ ...side, body: ordersOf(2), connections: 64 });
  await analyze();
  for (const connections of [32, 128]) {
    const side = (to: typeof ours | typeof theirs) => (round: number) =>
      put({ ...to, body: ordersOf(1000 * connections + round), connections, seconds: SECONDS });
    await compare({
      name: `single-write-${connections}`,
      unit: 'requests/s',
      ours: side(ours),
      reference: side(theirs),
      notes: () => [
        `${connections} connections; boards of ${CREATORS} entries, read from SQL; one board and one counter an event.`,
      ],
    });
  }
  await Promise.all([server.stop(), raw.stop()]);
  await Promise.all([own.drop(), other.drop()]);
  await postgres.stop();
}

/** Gives another order with every call; the same ones, in the same order, for the same seed. */
function ordersOf(seed: number): () => string {
  const made: string[] = [];
  let batches = 0;
  return () => {
    if (made.length === 0) {
      const batch = purchases(2000, 1000 * seed + batches++, Date.now(), CREATORS);
      made.push(...batch.map((event) => JSON.stringify(event)));
    }
    return made.pop() as string;
  };
}
