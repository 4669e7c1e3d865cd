import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { type Executor, rows } from './database.ts';

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));
const LOCK = 4_021_977;

/** Brings the schema to head. Several processes may start at once: one migrates, the others wait. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${LOCK})`;
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** How many migrations a database lacks, or how many it has that this version does not know. */
export async function schemaState(client: postgres.Sql): Promise<{ pending: number; unknown: number }> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') as name`;
  const done = table?.name ? await client<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations` : [];
  const applied = done.map(({ hash }) => hash);
  const lacking = (these: readonly string[], those: readonly string[]) =>
    these.filter((hash) => !those.includes(hash)).length;
  return { pending: lacking(known, applied), unknown: lacking(applied, known) };
}

/** The migrations that a database lacks. Those that it has and this version does not know are a newer version's. */
export function createPendingMigrations(): (orm: Executor) => Promise<number> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
  return async (orm) => {
    const done = await rows<{ hash: string }>(orm, sql`select hash from drizzle.__drizzle_migrations`);
    const applied = new Set(done.map(({ hash }) => hash));
    return known.filter((hash) => !applied.has(hash)).length;
  };
}
