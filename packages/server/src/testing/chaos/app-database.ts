import { readFileSync } from 'node:fs';
import postgres from 'postgres';

const APP = 'engagement_app';
const CHECKER = 'chaos_checker';
const NAME = 'engagement';

/** A Postgres of one's own. */
interface Engine {
  /** A superuser's. */
  readonly url: string;
  /** Its lines begin with their SQLSTATE. */
  readonly logFile: string;
}

/** The product's database, whose owner is no superuser; and what only a superuser may do to it. */
export class AppDatabase {
  readonly #engine: Engine;
  /** For the product. */
  readonly url: string;
  /** For the checker, who may read everything and write nothing. */
  readonly checkerUrl: string;
  /** The superuser's own connections, past every proxy. */
  readonly sql: postgres.Sql;

  private constructor(engine: Engine) {
    this.#engine = engine;
    this.url = addressOf(engine, APP);
    this.checkerUrl = addressOf(engine, CHECKER);
    this.sql = postgres(addressOf(engine), {
      max: 30,
      onnotice: () => {},
      backoff: () => 0.3,
      connection: { application_name: 'chaos-nemesis' },
    });
  }

  static async create(engine: Engine): Promise<AppDatabase> {
    const admin = postgres(engine.url, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create role ${APP} login nosuperuser nobypassrls password '${APP}'`);
    await admin.unsafe(`create role ${CHECKER} login nosuperuser bypassrls password '${CHECKER}'`);
    await admin.unsafe(`grant pg_read_all_data, pg_read_all_stats to ${CHECKER}`);
    await admin.unsafe(`create database ${NAME} owner ${APP}`);
    await admin.end();
    return new AppDatabase(engine);
  }

  /** Ends every connection of the product; how many there were. */
  async terminateBackends(): Promise<number> {
    const ended = await this.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${APP}`;
    return ended.length;
  }

  /** Changes a setting of the product's role, for connections that are new from now on; undefined takes it back. */
  async setForApp(name: 'default_transaction_isolation', value: string | undefined): Promise<void> {
    await this.sql.unsafe(`alter role ${APP} ${value === undefined ? `reset ${name}` : `set ${name} = '${value}'`}`);
  }

  /** Backends of the product that wait for a lock. */
  async waiting(): Promise<number> {
    const [row] = await this.sql`
      select count(*) as n from pg_stat_activity where usename = ${APP} and wait_event_type = 'Lock'`;
    return Number(row?.n);
  }

  /** Does something while nobody can read or write a table. */
  async withoutTable<T>(table: string, work: () => Promise<T>): Promise<T> {
    const [result] = await this.sql.begin(async (tx) => {
      await tx`lock table ${tx(table)} in access exclusive mode`;
      return [await work()];
    });
    return result as T;
  }

  /** Whether a transaction that has written is open on one of these connections, told by their clients' ports. */
  async isWriting(ports: readonly number[]): Promise<boolean> {
    if (ports.length === 0) return false;
    const [row] = await this.sql`
      select 1 from pg_stat_activity
      where usename = ${APP} and client_port in ${this.sql(ports)} and backend_xid is not null`;
    return row !== undefined;
  }

  /** How often Postgres has told someone this SQLSTATE. */
  refusals(state: string): number {
    const log = readFileSync(this.#engine.logFile, 'utf8');
    return log.split('\n').filter((line) => line.startsWith(`${state} `) && /(ERROR|FATAL):/.test(line)).length;
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 2 });
  }
}

function addressOf({ url }: Engine, role?: string): string {
  const address = new URL(url);
  address.pathname = `/${NAME}`;
  if (role !== undefined) Object.assign(address, { username: role, password: role });
  return address.href;
}
