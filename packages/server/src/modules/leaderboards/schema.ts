import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/db/columns.ts';

/** When a board's ranks were last noted, for a period and segment. */
export const snapshots = pgTable(
  'leaderboard_snapshots',
  {
    tenantId: integer().notNull(),
    board: text().notNull(),
    periodId: integer().notNull(),
    takenAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.board, table.periodId] })],
);

/** The ranks that were noted then. */
export const snapshotRanks = pgTable(
  'leaderboard_snapshot_ranks',
  {
    tenantId: integer().notNull(),
    board: text().notNull(),
    periodId: integer().notNull(),
    segment: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    rank: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.board, table.periodId, table.segment, table.subjectRef] })],
);
