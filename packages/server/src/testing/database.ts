import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { type Database, openDatabase } from '../platform/db/database.ts';
import { migrateDatabase } from '../platform/db/migrate.ts';

const ROLE = 'engagement_test';
const TEMPLATE_LOCK = 77_031;

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
}

function withDatabase(url: string, name: string, role?: string): string {
  const target = new URL(url);
  target.pathname = `/${name}`;
  if (role) Object.assign(target, { username: role, password: role });
  return target.href;
}

/** A migrated template, made once per Postgres and schema; the role that owns it is no superuser, as in production. */
async function template(admin: postgres.Sql, url: string): Promise<string> {
  const name = 'engagement_template';
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    const [found] = await admin`select 1 from pg_database where datname = ${name} and datallowconn = false`;
    if (found) return name;
    await admin.unsafe(`drop database if exists ${name}`);
    const [role] = await admin`select 1 from pg_roles where rolname = ${ROLE}`;
    if (!role) await admin.unsafe(`create role ${ROLE} login nosuperuser nobypassrls password '${ROLE}'`);
    await admin.unsafe(`create database ${name} owner ${ROLE}`);
    await migrateDatabase(withDatabase(url, name, ROLE));
    await admin.unsafe(`alter database ${name} allow_connections false`);
    return name;
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

/** A database of one's own, migrated, in some 25 ms. `url` is a superuser's. */
export async function createTestDatabase(url: string): Promise<TestDatabase> {
  const admin = postgres(withDatabase(url, 'postgres'), { max: 1, onnotice: () => {} });
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files takes a fifth of what the default takes, which writes the whole template to the write-ahead log.
  await admin.unsafe(`create database ${name} template ${await template(admin, url)} strategy file_copy owner ${ROLE}`);
  const ownUrl = withDatabase(url, name, ROLE);
  const database = openDatabase({ url: ownUrl, applicationName: 'test', maxConnections: 6 });
  return {
    url: ownUrl,
    database,
    async drop() {
      await database.close();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
