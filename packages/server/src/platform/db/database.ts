import { sql } from 'drizzle-orm';
import type { PgDatabase, PgTransactionConfig } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { isContended } from './contended.ts';
import { Turns } from './turns.ts';

/** Runs statements: the pool, or one transaction. */
export type Executor = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

export interface Database {
  /** For statements that stand alone; a transaction may run them too, and never waits for another one's connection. */
  readonly orm: Executor;
  /** Runs work again when Postgres asks for that (serialization failure, deadlock, lock timeout): a few times. */
  retried<T>(work: () => Promise<T>): Promise<T>;
  /** One transaction, retried. */
  transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  /** Reads of one moment: nothing that is committed meanwhile is seen, and nothing can be written. */
  snapshot<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  /** Calls back when `channel` is notified, also after a lost connection has come back (then with an empty payload). */
  listen(channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>>;
  /** How it goes with the connections of this process. */
  readonly pressure: () => { readonly waiting: number; readonly refused: number };
  close(): Promise<void>;
}

/** How long those wait who have somebody waiting for them, in milliseconds. */
export interface Patience {
  /** For a free connection. */
  readonly turnMs: number;
  /** For a lock that somebody else holds. `lock_timeout` in the address of the database replaces it. */
  readonly lockMs: number;
}

/** A request is refused within two seconds when Postgres cannot get to it. */
export const REQUEST_PATIENCE: Patience = { turnMs: 800, lockMs: 1000 };

export interface DatabaseOptions {
  readonly url: string;
  readonly applicationName: string;
  /** Shared by statements that stand alone and transactions, half each. */
  readonly maxConnections?: number;
  /** Left out, it waits as long as it takes, for turns and for locks. */
  readonly patience?: Patience;
}

/** A database that is back is used at once; left to itself, the driver waits longer each time, up to 20 seconds. */
const RECONNECT_SECONDS = 0.5;
const MAX_ATTEMPTS = 5;
/** No attempt begins later than this: somebody waits. */
const RETRY_MS = 1000;
const LONGEST_MS = 2 ** 31 - 1;
/**
 * A process that is frozen in a transaction keeps its locks, and everyone waits for it. No transaction of ours is idle for
 * so long between two statements; it is undone, and whoever wakes up in it finds its connection gone.
 */
const IDLE_IN_TRANSACTION_MS = 15_000;

function connect({ url, applicationName, patience }: DatabaseOptions, max: number): postgres.Sql {
  return postgres(url, {
    max,
    onnotice: () => {},
    connect_timeout: 10,
    // Arrays travel as JSON; a connection lost while the driver asks for their types would end the process.
    fetch_types: false,
    backoff: () => RECONNECT_SECONDS,
    connection: {
      application_name: applicationName,
      TimeZone: 'UTC',
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      ...(patience && { lock_timeout: patience.lockMs }),
    },
  });
}

const executorOf = (client: postgres.Sql) => drizzle(client, { casing: 'snake_case' }) as unknown as Executor;

/**
 * Statements that carry values are prepared, which drizzle does not ask for: Postgres parses each once a connection, and
 * answers in one round trip in place of two. The text of a statement must not depend on how many values it carries.
 */
const sendPrepared = (client: postgres.ISql, [text, values = [], options]: Parameters<postgres.Sql['unsafe']>) =>
  client.unsafe<never>(text, values, { ...options, prepare: values.length > 0 });

function preparing<Client extends postgres.ISql>(client: Client): Client {
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') return (...call: Parameters<postgres.Sql['unsafe']>) => sendPrepared(target, call);
      if (name === 'begin')
        return (work: (tx: postgres.TransactionSql) => unknown) =>
          (target as unknown as postgres.Sql).begin((tx) => work(preparing(tx)));
      return Reflect.get(target, name);
    },
  });
}

export function openDatabase(options: DatabaseOptions): Database {
  // Two pools: in one, transactions could hold every connection while each waits for one more, for a statement of its own.
  const half = Math.ceil((options.maxConnections ?? 10) / 2);
  const [statements, transactions] = [connect(options, half), connect(options, half)];
  const turnMs = options.patience?.turnMs ?? LONGEST_MS;
  const [statementTurns, transactionTurns] = [new Turns(half, turnMs), new Turns(half, turnMs)];
  const transacting = executorOf(preparing(transactions));
  const transact = <T>(work: (tx: Executor) => Promise<T>, config?: PgTransactionConfig) =>
    transactionTurns.run(() => transacting.transaction((tx) => work(tx as unknown as Executor), config));

  return {
    orm: executorOf(inTurn(statements, statementTurns)),
    retried,
    transaction: (work) => retried(() => transact(work)),
    snapshot: (work) => transact(work, { isolationLevel: 'repeatable read', accessMode: 'read only' }),
    pressure: () => ({
      waiting: statementTurns.waiting + transactionTurns.waiting,
      refused: statementTurns.refused + transactionTurns.refused,
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

/** Runs work again when Postgres asks for that, a few times. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isContended(error) || attempt >= MAX_ATTEMPTS || performance.now() - started > RETRY_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

/**
 * A statement takes its turn when it is awaited. Without turns the driver sends more statements down connections that are
 * busy, where a quick one is stuck behind another that waits for a lock.
 */
function inTurn(client: postgres.Sql, turns: Turns): postgres.Sql {
  const lazily = (start: () => postgres.PendingQuery<never>) => ({
    // biome-ignore lint/suspicious/noThenProperty: that is what starts a statement of the driver's, too
    then: (done: () => void, failed: () => void) => turns.run(start).then(done, failed),
    values: () => ({
      // biome-ignore lint/suspicious/noThenProperty: as above
      then: (done: () => void, failed: () => void) => turns.run(() => start().values()).then(done, failed),
    }),
  });
  const unsafe = (...call: Parameters<postgres.Sql['unsafe']>) => lazily(() => sendPrepared(client, call));
  return new Proxy(client, { get: (target, name) => (name === 'unsafe' ? unsafe : Reflect.get(target, name)) });
}

/** Rows of a statement written by hand. */
export async function rows<Row extends Record<string, unknown>>(
  executor: Executor,
  statement: ReturnType<typeof sql>,
): Promise<Row[]> {
  return [...(await executor.execute(statement))] as unknown as Row[];
}

/**
 * What statements of one transaction come to that are given to it without waiting in between: they travel together and are
 * carried out in that order. Behind one that fails all others fail, so the first failure is thrown, which says why.
 */
export async function together<T extends readonly unknown[]>(
  statements: readonly [...{ [At in keyof T]: Promise<T[At]> }],
): Promise<T> {
  const settled = await Promise.allSettled(statements);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  }) as unknown as T;
}

/** A list as one JSON parameter: the fastest way to hand many rows to a statement, with no array typing. */
export function json(value: unknown): ReturnType<typeof sql> {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}
