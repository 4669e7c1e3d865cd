import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Database, openDatabase, rows } from '../platform/db/database.ts';
import { migrateDatabase } from '../platform/db/migrate.ts';
import type { StampedFact } from './fact.ts';
import { findAwaited } from './family.ts';
import { findFacts, record } from './record.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const TENANT = 1 as TenantId;

let admin: postgres.Sql;
let database: Database;
const name = `test_${randomBytes(6).toString('hex')}`;

const fact = (id: string, time: string, rest: Partial<StampedFact> = {}): StampedFact => ({
  trust: 'server',
  source: 'shop',
  id,
  type: 'purchase.completed',
  time: microsOf(time),
  subject: 'u1',
  data: { amount: 1000, currency: 'EUR', properties: { ratio: 0.1, '"quoted"': "it's\\", ünï: null } },
  stamps: { 'user.country': 'DE' },
  reverses: null,
  ...rest,
});
const original = fact('p1', '2026-10-31T23:59:59.999999Z');
const refunded = { type: 'purchase.refunded', data: {}, stamps: null } as const;
const facts = [
  original,
  fact('r1', '2026-11-01T00:00:00Z', { ...refunded, subject: null, reverses: original }),
  fact('r2', '2026-11-02T10:00:00Z', { ...refunded, reverses: { trust: 'client', source: 'web', id: 'never' } }),
  fact('p0', '1997-05-01T10:00:00.000001Z', { trust: 'client', stamps: null }),
];

/** The migrations before the one that partitions the facts, as a folder of their own. */
async function earlierMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(MIGRATIONS, folder, { recursive: true });
  const file = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { tag: string }[] };
  const at = journal.entries.findIndex(({ tag }) => tag.endsWith('facts_that_grow'));
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
  return folder;
}

/** A database as it was before, with facts in it. */
beforeAll(async () => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/postgres';
  admin = postgres(url.href, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  url.pathname = `/${name}`;
  const client = postgres(url.href, { max: 1, onnotice: () => {} });
  const folder = await earlierMigrations();
  await migrate(drizzle(client), { migrationsFolder: folder });
  await rm(folder, { recursive: true });
  for (const { trust, source, id, type, time, subject, data, stamps, reverses } of facts) {
    await client`
      insert into activity_facts (tenant_id, trust, source, id, type, time, subject, data, stamps,
        reverses_trust, reverses_source, reverses_id, taken_back)
      values (${TENANT}, ${trust}, ${source}, ${id}, ${type}, to_timestamp(${Math.floor(time / 1e6)}) + ${`${time % 1e6} microseconds`}::interval,
        ${subject}, ${JSON.stringify(data)}::text::jsonb, ${stamps && JSON.stringify(stamps)}::text::jsonb,
        ${reverses?.trust ?? null}, ${reverses?.source ?? null}, ${reverses?.id ?? null}, ${id === 'p1' ? 1000 : 0})`;
  }
  await client`insert into activity_awaiting (tenant_id, trust, source, id) values (${TENANT}, 'server', 'shop', 'r2')`;
  await client.end();
  await migrateDatabase(url.href);
  database = openDatabase({ url: url.href, applicationName: 'test' });
});

afterAll(async () => {
  await database.close();
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();
});

test('facts of a database from before are all there, each in the partition of its month', async () => {
  const held = await findFacts(database.orm, TENANT, facts);
  const byId = (list: readonly StampedFact[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const wanted = facts.map(({ reverses, ...rest }) => ({
    ...rest,
    reverses: reverses && { trust: reverses.trust, source: reverses.source, id: reverses.id },
  }));
  expect(byId(held.map(({ fact }) => fact))).toEqual(byId(wanted));
  expect(held.find(({ fact: { id } }) => id === 'p1')?.takenBack).toBe(1000n);
  expect(
    await rows(database.orm, sql`select tableoid::regclass::text as name, id from activity_facts order by 2`),
  ).toEqual([
    { name: 'activity_facts_before_2000', id: 'p0' },
    { name: 'activity_facts_2026_10', id: 'p1' },
    { name: 'activity_facts_2026_11', id: 'r1' },
    { name: 'activity_facts_2026_11', id: 'r2' },
  ]);
});

test('what comes again is a duplicate of them, or in conflict with them', async () => {
  const again = await record(database.orm, TENANT, facts);
  expect(again).toEqual({ recorded: [], duplicate: expect.arrayContaining(facts), conflict: [] });
  const forged = facts.map((fact) => ({ ...fact, time: fact.time + 1 }));
  expect(await record(database.orm, TENANT, forged)).toMatchObject({ recorded: [], duplicate: [], conflict: forged });
});

test('reversals that waited still wait for their originals', async () => {
  const late = fact('never', '2026-10-01T00:00:00Z', { trust: 'client', source: 'web' });
  expect(await findAwaited(database.orm, TENANT, [late, original])).toEqual([late]);
});
