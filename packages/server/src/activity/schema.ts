import { sql } from 'drizzle-orm';
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytewise, instant } from '../platform/db/columns.ts';

/** `bytea`, of which only Postgres itself makes and compares values. */
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** A range of 16 pages holds some 700 facts. */
const bloom = (field: string) => sql.raw(`${field} text_bloom_ops (n_distinct_per_range = 700)`);

/**
 * Which facts have been recorded. Never partitioned and never emptied: an id that was used once is used for good,
 * also when its fact has been dropped.
 */
export const identities = pgTable(
  'activity_identities',
  {
    tenantId: integer().notNull(),
    /** With `time`, where its fact is. */
    sequence: bigint({ mode: 'bigint' }).generatedByDefaultAsIdentity({ cache: 100 }).notNull(),
    time: instant().notNull(),
    trust: text().notNull(),
    source: bytewise().notNull(),
    id: bytewise().notNull(),
    /** Of all that decides whether two events with one id are the same: `activity_content` makes it. */
    content: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.trust, table.source, table.id] })],
);

/**
 * Facts: what has been recorded, once each. Never changed but for `taken_back`, which reversals move.
 * Partitioned by the month of `time`, which the migration says and this cannot.
 */
export const facts = pgTable(
  'activity_facts',
  {
    tenantId: integer().notNull(),
    sequence: bigint({ mode: 'bigint' }).notNull(),
    trust: text().notNull(),
    source: bytewise().notNull(),
    id: bytewise().notNull(),
    type: text().notNull(),
    time: instant().notNull(),
    subject: bytewise(),
    data: jsonb().notNull(),
    /** Profile fields that segments and filters read, as they were when the fact was recorded. */
    stamps: jsonb(),
    reversesTrust: text(),
    reversesSource: bytewise(),
    reversesId: bytewise(),
    /** How much of the fact's amount has been reversed. */
    takenBack: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
    recordedAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.sequence, table.time] }),
    index('activity_facts_reversals')
      .on(table.tenantId, table.reversesTrust, table.reversesSource, table.reversesId)
      .where(sql`reverses_id is not null`),
    // Whom facts name, found without a row in an index for each of them: see docs/decisions/0017.
    index('activity_facts_named')
      .using(
        'brin',
        table.time,
        bloom('subject'),
        bloom(`((data ->> 'creatorId') collate "C")`),
        bloom(`((data ->> 'assetId') collate "C")`),
      )
      .with({ pages_per_range: 16, autosummarize: true }),
  ],
);

/** Reversals whose original has not arrived yet, and what that is. */
export const awaiting = pgTable(
  'activity_awaiting',
  {
    tenantId: integer().notNull(),
    trust: text().notNull(),
    source: bytewise().notNull(),
    id: bytewise().notNull(),
    reversesTrust: text().notNull(),
    reversesSource: bytewise().notNull(),
    reversesId: bytewise().notNull(),
    since: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.trust, table.source, table.id] }),
    index('activity_awaiting_originals').on(
      table.tenantId,
      table.reversesTrust,
      table.reversesSource,
      table.reversesId,
    ),
  ],
);

/** What has been dropped of a tenant's facts: those before an instant may be gone, and so many are. */
export const dropped = pgTable('activity_dropped', {
  tenantId: integer().primaryKey(),
  before: instant().notNull(),
  facts: bigint({ mode: 'number' }).notNull(),
});

/** The log when there is no Kafka: accepted events that no worker has finished with. A queue, hence by sequence alone. */
export const log = pgTable('activity_log', {
  sequence: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  record: text().notNull(),
});

/** Events that were set aside, with the reason. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    tenantId: integer().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    reason: text().notNull(),
    detail: text().notNull(),
    trust: text().notNull(),
    origin: text().notNull(),
    offset: text(),
    payload: text().notNull(),
    payloadHash: text().notNull(),
    /** What makes it the same dead letter when it is set aside again. */
    fingerprint: text().notNull(),
    at: instant().notNull().defaultNow(),
    state: text().notNull().default('open'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    // The same event set aside twice for the same reason is one dead letter.
    unique().on(table.tenantId, table.reason, table.fingerprint),
  ],
);

/** Kafka topics that a tenant already has, and that are read for it. A topic belongs to one tenant. */
export const topicBindings = pgTable(
  'activity_topic_bindings',
  { tenantId: integer().notNull(), topic: text().notNull().unique() },
  (table) => [primaryKey({ columns: [table.tenantId, table.topic] })],
);
