import { sql } from 'drizzle-orm';
import { type Database, rows } from '../platform/db/database.ts';

/** A fingerprint of every row of every table of ours: equal when nothing has changed. */
export async function digestOf({ orm }: Database): Promise<string> {
  const tables = await rows<{ name: string }>(
    orm,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      sql`select ${name} as name, count(*) as size, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as hash
          from ${sql.raw(name)} as t`,
  );
  // Postgres may read the tables side by side, and gives them in any order then.
  return JSON.stringify(await rows(orm, sql`${sql.join(parts, sql` union all `)} order by name`));
}
