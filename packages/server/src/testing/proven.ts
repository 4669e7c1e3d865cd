import { sql } from 'drizzle-orm';
import type { Tenant } from '../kernel/tenant.ts';
import { type Database, rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';

const ANALYZE = sql`analyze activity_facts, activity_identities, metric_values, metric_members, metric_subjects`;

/** Proves every tenant that has facts or numbers. @throws with the differences */
export async function assertProven(database: Database): Promise<void> {
  // A test fills a database faster than it is analysed by itself, and what joins all rows to all is planned for a few.
  await database.orm.execute(ANALYZE);
  const held = await rows<{ id: number }>(
    database.orm,
    sql`select tenant_id as id from activity_facts union select tenant_id from metric_values
        union select tenant_id from metric_members order by 1`,
  );
  for (const { id } of held) {
    const { differences } = await prove(database, { id } as Tenant);
    if (differences.length > 0)
      throw new Error(`The numbers of tenant ${id} do not follow from its facts: ${JSON.stringify(differences)}`);
  }
}
