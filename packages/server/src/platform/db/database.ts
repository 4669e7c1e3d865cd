import { sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { sqlState } from './sql-state.ts';

/** Runs statements: the pool, or one transaction. */
export type Executor = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

export interface Database {
  /** For statements that stand alone; a transaction may run them too, and never waits for another one's connection. */
  readonly orm: Executor;
  /** One transaction; run again when Postgres asks for that (serialization failure, deadlock, lock timeout). */
  transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  /** Reads of one moment: nothing that is committed meanwhile is seen, and nothing can be written. */
  snapshot<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  /** Calls back when `channel` is notified, also after a lost connection has come back (then with an empty payload). */
  listen(channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Shared by statements that stand alone and transactions, half each. */
  readonly maxConnections?: number;
}

/** A database that is back is used at once; left to itself, the driver waits longer each time, up to 20 seconds. */
const RECONNECT_SECONDS = 0.5;
const RETRY_STATES = new Set(['40001', '40P01', '55P03']);
const MAX_ATTEMPTS = 5;

function connect({ url, applicationName }: DatabaseOptions, max: number): postgres.Sql {
  return postgres(url, {
    max,
    onnotice: () => {},
    connect_timeout: 10,
    // Arrays travel as JSON; a connection lost while the driver asks for their types would end the process.
    fetch_types: false,
    backoff: () => RECONNECT_SECONDS,
    connection: { application_name: applicationName, TimeZone: 'UTC' },
  });
}

const executorOf = (client: postgres.Sql) => drizzle(client, { casing: 'snake_case' }) as unknown as Executor;

export function openDatabase(options: DatabaseOptions): Database {
  // Two pools: in one, transactions could hold every connection while each waits for one more, for a statement of its own.
  const half = Math.ceil((options.maxConnections ?? 10) / 2);
  const [statements, transactions] = [connect(options, half), connect(options, half)];
  const orm = executorOf(statements);
  const transacting = executorOf(transactions);

  async function transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transacting.transaction((tx) => work(tx as unknown as Executor));
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !RETRY_STATES.has(sqlState(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
      }
    }
  }

  return {
    orm,
    transaction,
    snapshot: (work) =>
      transacting.transaction((tx) => work(tx as unknown as Executor), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    async listen(channel, onNotice) {
      const { unlisten } = await statements.listen(channel, onNotice, () => onNotice(''));
      return async () => {
        // A connection that is gone does not listen either.
        await unlisten().catch(() => {});
      };
    },
    async close() {
      await Promise.all([statements.end({ timeout: 5 }), transactions.end({ timeout: 5 })]);
    },
  };
}

/** Rows of a statement written by hand. */
export async function rows<Row extends Record<string, unknown>>(
  executor: Executor,
  statement: ReturnType<typeof sql>,
): Promise<Row[]> {
  return [...(await executor.execute(statement))] as unknown as Row[];
}

/** A list as one JSON parameter: the fastest way to hand many rows to a statement, with no array typing. */
export function json(value: unknown): ReturnType<typeof sql> {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}
