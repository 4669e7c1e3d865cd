import { sql } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';

/** Live producers may send what is 90 days old; nothing of theirs can follow after that, and a day to spare. */
const DAYS = 100;

/** Forgets how many facts caps have counted where nothing has come for so long that nothing will. */
export async function forgetOldCounts(database: Database): Promise<void> {
  await database.orm.execute(
    sql`delete from activity_cap_counts where counted_at < now() - make_interval(days => ${DAYS})`,
  );
}
