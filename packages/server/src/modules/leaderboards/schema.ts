import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgSequence, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
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

/** What keeps subjects off public ranks; those whom nothing can keep off have no row. */
export const visibility = pgTable(
  'leaderboard_visibility',
  {
    tenantId: integer().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    /** A board may exclude the members of a group. */
    groups: text().array().notNull(),
    suspended: boolean().notNull(),
    optedOut: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.subjectRef] }),
    index('leaderboard_visibility_hidden').on(table.tenantId).where(sql`suspended or opted_out`),
    index('leaderboard_visibility_groups').using('gin', table.groups),
  ],
);

/** Grows with every mark, so that a later one is never taken for an earlier one. */
export const marks = pgSequence('leaderboard_marks');

/** Boards that Redis may show wrongly, and that have to be built again there; period 0 stands for all of a board. */
export const stale = pgTable(
  'leaderboard_stale',
  {
    tenantId: integer().notNull(),
    board: text().notNull(),
    periodId: integer().notNull(),
    mark: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.board, table.periodId] })],
);

/** The last local day on which a tenant's nightly work was done. */
export const nights = pgTable('leaderboard_nights', {
  tenantId: integer().primaryKey(),
  day: text().notNull(),
});
