import { sql } from 'drizzle-orm';
import { instantText } from '../kernel/instant.ts';
import type { Database } from '../platform/db/database.ts';
import { postgresFault } from '../platform/db/sql-state.ts';
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
