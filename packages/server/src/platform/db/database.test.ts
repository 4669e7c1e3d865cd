import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Executor, rows, together } from './database.ts';
import { sqlState } from './sql-state.ts';

let held: TestDatabase;

beforeAll(async () => {
  held = await createTestDatabase(inject('postgresUrl'));
  await held.database.orm.execute(sql`create table steps (step int primary key, seen int not null)`);
});
afterAll(() => held.drop());

/** Writes a step down with how many were there before it. */
const write = (tx: Executor, step: number) =>
  rows<{ seen: number }>(tx, sql`insert into steps select ${step}::int, count(*) from steps returning seen`).then(
    ([row]) => row?.seen,
  );

test('statements that travel together are carried out in the order in which they were given', async () => {
  const seen = await held.database.transaction((tx) =>
    together(Array.from({ length: 50 }, (_, step) => write(tx, step))),
  );
  expect(seen).toEqual(Array.from({ length: 50 }, (_, step) => step));
});

test('of statements that travel together the first that fails is thrown, and nothing is kept', async () => {
  const [before] = await rows(held.database.orm, sql`select count(*) from steps`);
  const work = held.database.transaction((tx) => together([write(tx, 100), write(tx, 0), write(tx, 101)]));
  const failure = await work.catch((error: unknown) => error);
  expect(sqlState(failure)).toBe('23505');
  expect(await rows(held.database.orm, sql`select count(*) from steps`)).toEqual([before]);
});

test('a statement with values is parsed once a connection, in a transaction and alone', async () => {
  const { database } = held;
  const asked = (executor: Executor) => rows<{ calls: number }>(executor, sql`select ${1}::int as calls`);
  const kept = (executor: Executor) =>
    rows<{ count: string }>(
      executor,
      sql`select count(*) from pg_prepared_statements where statement like 'select $1::int as calls%'`,
    );
  const counts = await database.transaction(async (tx) => {
    for (let call = 0; call < 3; call++) await asked(tx);
    return kept(tx);
  });
  expect(counts).toEqual([{ count: '1' }]);
});
