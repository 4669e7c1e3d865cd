import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/db/columns.ts';

/** What boards show of a user, creator or asset, and what segments read. */
export const profiles = pgTable(
  'profiles',
  {
    tenantId: integer().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    name: text(),
    image: text(),
    url: text(),
    groups: text().array().notNull(),
    attributes: jsonb().notNull(),
    suspended: boolean().notNull().default(false),
    /** false: wishes not to be ranked. */
    listed: boolean().notNull().default(true),
    updatedAt: instant().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.subjectRef] })],
);
