import { sql } from 'drizzle-orm';
import { instantText, type Micros } from '../kernel/instant.ts';
import { type Database, type Executor, rows } from '../platform/db/database.ts';
import { postgresFault, sqlState } from '../platform/db/sql-state.ts';
import type { Fact } from './fact.ts';

/** A partition may be dropped between being made and being written to, but not often. */
const MAX_ATTEMPTS = 3;

/**
 * Does what records some facts. The first fact of a month finds no partition: it is made, outside the transaction that
 * failed, and the work is done again. So nobody has to know which partitions there are.
 */
export async function withPartitions<T>(
  { orm }: Pick<Database, 'orm'>,
  facts: readonly Pick<Fact, 'time'>[],
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isPartitionMissing(error)) throw error;
      const months = new Set(facts.map(({ time }) => `${instantText(time).slice(0, 'YYYY-MM'.length)}-01T00:00:00Z`));
      for (const month of months) await orm.execute(sql`select make_activity_facts_partition(${month}::timestamptz)`);
    }
  }
}

/** Whether a row was refused because no partition is there for it: no check of ours, which would have a name. */
export function isPartitionMissing(error: unknown): boolean {
  const fault = postgresFault(error);
  return fault?.code === '23514' && fault.table_name === 'activity_facts' && fault.constraint_name === undefined;
}

/** How long a drop waits for those who read the facts, while others wait behind it. */
const PATIENCE = '200ms';
const LOCK_TIMEOUT = '55P03';

/**
 * Drops the partitions from before an instant that hold no fact of anybody. Returns their names. One that somebody
 * reads for long is left for another time.
 */
export async function dropEmptyPartitions(database: Database, before: Micros): Promise<string[]> {
  const empty: string[] = [];
  for (const name of await partitionsBefore(database, before)) {
    try {
      if (await database.transaction((tx) => dropIfEmpty(tx, name))) empty.push(name);
    } catch (error) {
      if (sqlState(error) !== LOCK_TIMEOUT) throw error;
    }
  }
  return empty;
}

/** By their names, which say what they hold. */
async function partitionsBefore({ orm }: Database, before: Micros): Promise<string[]> {
  const found = await rows<{ name: string }>(
    orm,
    sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'activity_facts'::regclass order by 1`,
  );
  const first = `activity_facts_${instantText(before).slice(0, 'YYYY-MM'.length).replace('-', '_')}`;
  return found.map(({ name }) => name).filter((name) => name.endsWith('_before_2000') || name < first);
}

async function dropIfEmpty(tx: Executor, name: string): Promise<boolean> {
  const isEmpty = async () => {
    const [fact] = await rows(tx, sql`select 1 from ${sql.identifier(name)} limit 1`);
    return fact === undefined;
  };
  // Partitions come and go one at a time.
  await tx.execute(sql`select pg_advisory_xact_lock(4023, 0)`);
  const [found] = await rows(tx, sql`select 1 from pg_class where oid = to_regclass(${name})`);
  if (!found || !(await isEmpty())) return false;
  await tx.execute(sql`select set_config('lock_timeout', ${PATIENCE}, true)`);
  // The parent first, as everybody else: whoever writes to it holds it already and may be about to reach for the partition.
  await tx.execute(sql`lock table only activity_facts in access exclusive mode`);
  if (!(await isEmpty())) return false;
  await tx.execute(sql`drop table ${sql.identifier(name)}`);
  return true;
}
