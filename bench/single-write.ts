import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { NO_LIMITS } from '../packages/server/src/testing/test-server.ts';
import { applyDefinitions, startWholeServer } from '../packages/server/src/testing/whole-server.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { oneRowDefinitions, purchases } from './events.ts';
import { compare } from './harness.ts';
import { post } from './load.ts';
import { startRawAnswers } from './raw-answers.ts';
import { RawMerge } from './raw-merge.ts';

const CREATORS = 1000;
const EVENTS = 2000;

/** One event a request, durable and ranked before the answer, against a bare handler that does the same. */
export async function run(): Promise<void> {
  const postgres = await startPostgres();
  const [own, other] = [await createTestDatabase(postgres.url), await createTestDatabase(postgres.url)];
  const server = await startWholeServer({ databaseUrl: own.url, role: 'api', rateLimits: NO_LIMITS });
  const member = await server.createMember('market');
  const boards = [{ key: 'top-sellers', name: 'Top sellers', metric: 'revenue' }];
  await applyDefinitions(server.core, member, { ...oneRowDefinitions, boards });
  const raw = new RawMerge(other.url);
  const reference = await startRawAnswers(other.url, raw);
  const ours = { url: `${server.url}/v1/events`, headers: { authorization: `Bearer ${member.secretKey}`, prefer: 'wait=10' } };
  const theirs = { url: reference.url, headers: {} };

  /** Creators that exist on both sides, with distinct orders in every round. */
  const bodies = (seed: number, count = EVENTS) => purchases(count, seed, Date.now(), CREATORS).map((event) => JSON.stringify(event));
  for (const side of [ours, theirs]) await post({ ...side, bodies: bodies(1, 4 * CREATORS), connections: 64 });
  for (const connections of [32, 128]) {
    const side = (to: typeof ours | typeof theirs) => (round: number) =>
      post({ ...to, bodies: bodies(1000 * connections + round), connections });
    await compare({
      name: `single-write-${connections}`,
      unit: 'requests/s',
      ours: side(ours),
      reference: side(theirs),
      notes: [`${connections} connections; boards of ${CREATORS} entries, read from SQL; one board and one counter an event.`],
    });
  }
  await reference.close();
  await raw.close();
  await server.stop();
  await Promise.all([own.drop(), other.drop()]);
  await postgres.stop();
}
