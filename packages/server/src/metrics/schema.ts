import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytewise, instant } from '../platform/db/columns.ts';

/** Who or what a number is about. The surrogate stands for it everywhere else, so that erasing can cut the link. */
export const subjects = pgTable(
  'metric_subjects',
  {
    tenantId: integer().notNull(),
    kind: text().notNull(),
    key: bytewise().notNull(),
    ref: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.kind, table.key] }), unique().on(table.tenantId, table.ref)],
);

/** Spans, with the instants at which they begin and end: computed once, at first use. */
export const periods = pgTable(
  'metric_periods',
  {
    tenantId: integer().notNull(),
    id: integer().generatedAlwaysAsIdentity().notNull(),
    window: text().notNull(),
    key: text().notNull(),
    startsAt: instant(),
    endsAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique().on(table.tenantId, table.window, table.key),
  ],
);

/** The number that stands for a metric in the rows below. */
export const metrics = pgTable(
  'metrics',
  {
    tenantId: integer().notNull(),
    id: integer().generatedAlwaysAsIdentity().notNull(),
    key: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), unique().on(table.tenantId, table.key)],
);

/** `value` is the fold at the metric's scale (sum, count, max, min, number of distinct), `count` the facts that stand. */
export const metricValues = pgTable(
  'metric_values',
  {
    tenantId: integer().notNull(),
    metricId: integer().notNull(),
    periodId: integer().notNull(),
    segment: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    value: bigint({ mode: 'bigint' }).notNull(),
    count: bigint({ mode: 'bigint' }).notNull(),
    reachedAt: instant().notNull(),
    version: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.metricId, table.periodId, table.segment, table.subjectRef] }),
    index('metric_values_ranking')
      .on(
        table.tenantId,
        table.metricId,
        table.periodId,
        table.segment,
        table.value.desc().nullsFirst(),
        table.reachedAt,
      )
      .where(sql`count > 0`),
  ],
);

/** What `max`, `min` and `unique` must keep to be reversed exactly: each member and how many standing facts hold it. */
export const metricMembers = pgTable(
  'metric_members',
  {
    tenantId: integer().notNull(),
    metricId: integer().notNull(),
    periodId: integer().notNull(),
    segment: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    member: bytewise().notNull(),
    count: bigint({ mode: 'bigint' }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.metricId, table.periodId, table.segment, table.subjectRef, table.member],
    }),
  ],
);

/** What facts that have been dropped left in a row of `metric_values`. Only sealing and applying may write it. */
export const metricSealedValues = pgTable(
  'metric_sealed_values',
  {
    tenantId: integer().notNull(),
    metricId: integer().notNull(),
    periodId: integer().notNull(),
    segment: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    /** 0 for the folds that follow from members. */
    value: bigint({ mode: 'bigint' }).notNull(),
    count: bigint({ mode: 'bigint' }).notNull(),
    reachedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.metricId, table.periodId, table.segment, table.subjectRef] }),
  ],
);

/** The same for a row of `metric_members`. */
export const metricSealedMembers = pgTable(
  'metric_sealed_members',
  {
    tenantId: integer().notNull(),
    metricId: integer().notNull(),
    periodId: integer().notNull(),
    segment: text().notNull(),
    subjectRef: bigint({ mode: 'number' }).notNull(),
    member: bytewise().notNull(),
    count: bigint({ mode: 'bigint' }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.metricId, table.periodId, table.segment, table.subjectRef, table.member],
    }),
  ],
);

/** Ticks once with every committed change of a tenant's numbers. */
export const metricVersions = pgTable('metric_versions', {
  tenantId: integer().primaryKey(),
  version: bigint({ mode: 'number' }).notNull(),
});
