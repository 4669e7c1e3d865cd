import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { createTestDatabase } from '../packages/server/src/testing/database.ts';
import { startWholeServer } from '../packages/server/src/testing/whole-server.ts';
import { startPostgres } from '../scripts/engines/postgres.ts';
import { startRedis } from '../scripts/engines/redis.ts';
import { fillBoard } from './board-data.ts';
import { BOARD } from './events.ts';
import { compare, timed } from './harness.ts';

const MEMBERS = 1_000_000;
const PAGE = 5000;

const ENTRIES = `
  select s.key, v.value::text as score from metric_values v
  join metric_subjects s on s.tenant_id = v.tenant_id and s.ref = v.subject_ref
  where v.tenant_id = 1 and v.count > 0`;

/** A board in Redis built anew from Postgres, against a cursor and a sorted set. */
export async function run(): Promise<void> {
  const [engine, cache] = await Promise.all([startPostgres(), startRedis()]);
  const database = await createTestDatabase(engine.url);
  const server = await startWholeServer({ databaseUrl: database.url, redisUrl: cache.url, role: 'api' });
  const { view } = await fillBoard(server, MEMBERS);
  await server.core.redis?.ready();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const redis = new Redis(cache.url, { protocol: 2 });
  await compare({
    name: 'rebuild',
    unit: 'members/s',
    ours: async () => ({
      units: MEMBERS,
      seconds: await timed(() => server.core.standings.rebuild(view.tenant, [BOARD])),
    }),
    reference: async () => ({ units: MEMBERS, seconds: await timed(() => fill(sql, redis)) }),
    notes: () => [
      `${MEMBERS.toLocaleString('en')} members. Ours also writes a hash that says as of which version each member stands;`,
      'the reference is a cursor and variadic ZADD, a page read while the one before it is written.',
    ],
  });
  redis.disconnect();
  await sql.end();
  await server.stop();
  await database.drop();
  await Promise.all([engine.stop(), cache.stop()]);
}

/** A new sorted set, which then takes the place of the one before it. */
async function fill(sql: postgres.Sql, redis: Redis): Promise<void> {
  const fresh = `raw:${randomBytes(6).toString('hex')}`;
  let writing: Promise<unknown> = Promise.resolve();
  for await (const page of sql.unsafe<{ key: string; score: string }[]>(ENTRIES).cursor(PAGE)) {
    const args: string[] = [];
    for (const { key, score } of page) args.push(score, key);
    await writing;
    writing = redis.zadd(fresh, ...args);
  }
  await writing;
  await redis.rename(fresh, 'raw');
}
