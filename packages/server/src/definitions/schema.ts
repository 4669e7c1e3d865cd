import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../platform/db/columns.ts';

/** What a tenant defines now: one row for each activity type, season, metric and board. */
export const definitions = pgTable(
  'definitions',
  {
    tenantId: integer().notNull(),
    kind: text().notNull(),
    key: text().notNull(),
    document: jsonb().notNull(),
    /** Keeps the order of the file. */
    position: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.kind, table.key] })],
);

/** The tenant's revision: grows by one with every change that is applied. */
export const definitionRevisions = pgTable(
  'definition_revisions',
  {
    tenantId: integer().notNull(),
    revision: integer().notNull(),
    at: instant().notNull().defaultNow(),
    by: text().notNull(),
    changes: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.revision] })],
);
