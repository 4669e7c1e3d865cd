import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { rows } from '../platform/db/database.ts';
import { createMember, createTestTenants } from './cast.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Tables that are not a tenant's, each with the reason. */
const SHARED = {
  tenants: 'the list of tenants itself',
  activity_log: 'a queue, read in order and emptied',
};

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
});

afterAll(() => testDatabase.drop());

test('tenant_id is the first column of the primary key of every table that is not shared', async () => {
  const tables = await rows<{ name: string; first: string | null }>(
    testDatabase.database.orm,
    sql`select c.relname as name, a.attname as first
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        left join pg_index i on i.indrelid = c.oid and i.indisprimary
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where c.relkind in ('r', 'p')`,
  );
  expect(tables.length).toBeGreaterThan(15);
  const others = tables.filter(({ first }) => first !== 'tenant_id').map(({ name }) => name);
  expect(others.toSorted()).toEqual(Object.keys(SHARED).toSorted());
});

test('a line of the audit log can be neither changed nor removed, not even by the server', async () => {
  const { orm } = testDatabase.database;
  await createMember(createTestTenants(testDatabase.database, systemClock), systemClock, 'shop');
  const before = await rows(orm, sql`select * from tenant_audit_log order by id`);
  expect(before.length).toBeGreaterThan(0);
  for (const attempt of [
    sql`update tenant_audit_log set actor = 'operator:nobody'`,
    sql`delete from tenant_audit_log`,
    sql`truncate tenant_audit_log`,
    sql`insert into tenant_audit_log overriding system value select * from tenant_audit_log
        on conflict (tenant_id, id) do update set actor = 'operator:nobody'`,
  ]) {
    await expect(orm.execute(attempt)).rejects.toThrow();
  }
  expect(await rows(orm, sql`select * from tenant_audit_log order by id`)).toEqual(before);
});

test('the server works under a role that is no superuser and bypasses nothing', async () => {
  const [role] = await rows(
    testDatabase.database.orm,
    sql`select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`,
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
});
