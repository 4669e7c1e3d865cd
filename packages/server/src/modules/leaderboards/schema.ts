import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { bytewise, instant } from '../../platform/db/columns.ts';

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

const ofSeason = { tenantId: integer().notNull(), board: text().notNull(), periodId: integer().notNull() };

/** When a board was first seen to have a season. One that was over by then has its grace from that moment. */
export const seenSeasons = pgTable('leaderboard_seasons', { ...ofSeason, seenAt: instant().notNull() }, (table) => [
  primaryKey({ columns: [table.tenantId, table.board, table.periodId] }),
]);

/** Seasons that are sealed. Written last: from then on a trigger keeps the tables below as they are. */
export const seals = pgTable(
  'leaderboard_seals',
  {
    ...ofSeason,
    season: text().notNull(),
    sealedAt: instant().notNull(),
    /** The board and its metric as they were defined then. */
    definition: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.board, table.periodId] })],
);

/** What was sealed: the board as a whole, and each of its segments that has entries. */
export const archives = pgTable(
  'leaderboard_archives',
  {
    ...ofSeason,
    segment: text().notNull(),
    total: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.board, table.periodId, table.segment] })],
);

export const archiveEntries = pgTable(
  'leaderboard_archive_entries',
  {
    ...ofSeason,
    segment: text().notNull(),
    place: bigint({ mode: 'number' }).notNull(),
    rank: bigint({ mode: 'number' }).notNull(),
    score: bigint({ mode: 'bigint' }).notNull(),
    reachedAt: instant().notNull(),
    /** Random: what the hash knows a subject by. */
    entryKey: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.board, table.periodId, table.segment, table.place] }),
    unique('leaderboard_archive_entries_by_key').on(
      table.tenantId,
      table.board,
      table.periodId,
      table.segment,
      table.entryKey,
    ),
  ],
);

/** Who stands behind the keys: beside the archive, so that an erasure can mask `id` and `name` and the hash still holds. */
export const archiveSubjects = pgTable(
  'leaderboard_archive_subjects',
  {
    ...ofSeason,
    entryKey: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    id: bytewise(),
    name: text(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.board, table.periodId, table.entryKey] }),
    unique('leaderboard_archive_subjects_by_ref').on(table.tenantId, table.board, table.periodId, table.subjectRef),
    index('leaderboard_archive_subjects_by_id').on(table.tenantId, table.board, table.periodId, table.id),
  ],
);

/** Sealed seasons whose prizes have not all been handed to the log: written with the seal, removed when they are. */
export const prizesDue = pgTable('leaderboard_prizes_due', ofSeason, (table) => [
  primaryKey({ columns: [table.tenantId, table.board, table.periodId] }),
]);

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

/** What is committed and still has to be shown in Redis: numbers of these metrics, or, null, anything of the tenant. */
export const unshown = pgTable(
  'leaderboard_unshown',
  {
    tenantId: integer().notNull(),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    metrics: jsonb().$type<number[]>(),
    notedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** The last local day on which a tenant's nightly work was done. */
export const nights = pgTable('leaderboard_nights', {
  tenantId: integer().primaryKey(),
  day: text().notNull(),
});
