import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
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

/** What small samples are drawn towards: a metric's total of all time, as it was when last recomputed. */
export const priors = pgTable(
  'leaderboard_priors',
  {
    tenantId: integer().notNull(),
    metricId: integer().notNull(),
    /** At the metric's scale. */
    sum: numeric().notNull(),
    count: numeric().notNull(),
    /** Tells how the metric was defined then: a sum of other facts, or at another scale, is no prior for it. */
    definition: text().notNull(),
    takenAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.metricId] })],
);

/** The days that growth compares in a period: equally many of it and of the one before, moved on when a day is over. */
export const growthDays = pgTable(
  'leaderboard_growth_days',
  {
    tenantId: integer().notNull(),
    periodId: integer().notNull(),
    days: integer().array().notNull(),
    daysBefore: integer().array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.periodId] })],
);
