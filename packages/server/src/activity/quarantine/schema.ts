import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytewise, instant } from '../../platform/db/columns.ts';

/** How many facts each cap has counted: one row for the same things in one hour or day. */
export const capCounts = pgTable(
  'activity_cap_counts',
  {
    tenantId: integer().notNull(),
    /** A hash of the cap and of what it tells apart. */
    burst: text().notNull(),
    startsAt: instant().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    countedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.burst, table.startsAt] }),
    index('activity_cap_counts_age').on(table.countedAt),
  ],
);

/** Bursts: what went beyond a cap. */
export const quarantine = pgTable(
  'activity_quarantine',
  {
    tenantId: integer().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    burst: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    cap: text().notNull(),
    by: jsonb().notNull(),
    allowed: bigint({ mode: 'number' }).notNull(),
    held: bigint({ mode: 'number' }).notNull(),
    state: text().notNull().default('open'),
    openedAt: instant().notNull().defaultNow(),
    decidedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique().on(table.tenantId, table.burst, table.startsAt),
  ],
);

/** The facts that bursts hold. A fact counts nowhere until none of its holds is left. */
export const holds = pgTable(
  'activity_holds',
  {
    tenantId: integer().notNull(),
    trust: text().notNull(),
    source: bytewise().notNull(),
    id: bytewise().notNull(),
    caseId: bigint({ mode: 'number' }).notNull(),
    /** The fact's own. */
    time: instant().notNull(),
    /** The case was accepted. */
    lifted: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.trust, table.source, table.id, table.caseId] }),
    index('activity_holds_of_case').on(table.tenantId, table.caseId, table.time, table.trust, table.source, table.id),
  ],
);
