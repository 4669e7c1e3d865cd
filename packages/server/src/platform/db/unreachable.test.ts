import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { openDatabase } from './database.ts';
import { isUnreachable } from './unreachable.ts';

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
});

afterAll(() => testDatabase.drop());

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('a Postgres that does not listen is unreachable', async () => {
  const away = openDatabase({ url: 'postgres://ada:x@127.0.0.1:1/shop', applicationName: 'test' });
  expect(isUnreachable(await failure(away.orm.execute(sql`select 1`)))).toBe(true);
  await away.close();
});

test('a connection that is cut during a statement is unreachable, and the next statement works', async () => {
  const { orm } = testDatabase.database;
  const cut = await failure(orm.execute(sql`select pg_terminate_backend(pg_backend_pid())`));
  expect(isUnreachable(cut)).toBe(true);
  expect([...(await orm.execute(sql`select 1 as one`))]).toEqual([{ one: 1 }]);
});

test('a wrong statement is not', async () => {
  const { orm } = testDatabase.database;
  for (const wrong of [
    sql`select * from nowhere`,
    sql`select 1/0`,
    sql`select ${'\u0000'}::text`,
    sql`select '\u0000'`,
  ]) {
    const error = await failure(orm.execute(wrong));
    expect(error).toBeInstanceOf(Error);
    expect(isUnreachable(error)).toBe(false);
  }
  expect(isUnreachable(undefined)).toBe(false);
});
