import { z } from 'zod';
import { SegmentField, SubjectKind, Window } from '../definitions/metric.ts';
import { Currency, Instant, Key } from '../http/fields.ts';

/** What a page needs to know of a board to show it. */
export const BoardSummary = z
  .strictObject({
    key: Key,
    name: z.string(),
    subject: SubjectKind,
    score: z.enum(['total', 'average']),
    direction: z.enum(['descending', 'ascending']),
    ranks: z.enum(['ordinal', 'competition', 'dense']),
    windows: z.array(Window),
    segments: z.array(SegmentField),
    unit: z.strictObject({ label: z.string(), currency: Currency.nullable() }).nullable(),
    scale: z.int().describe('Decimal places of a score'),
  })
  .meta({ id: 'BoardSummary' });
export type BoardSummary = z.infer<typeof BoardSummary>;

/** One span. */
export const Period = z
  .strictObject({
    key: z.string().describe('2026-W47, 2026-11, 2026-11-24, all-time, or a season’s key'),
    window: Window,
    start: Instant.nullable(),
    end: Instant.nullable(),
    label: z.string(),
    sealed: z.boolean(),
  })
  .meta({ id: 'Period' });
export type Period = z.infer<typeof Period>;

export const Entry = z
  .strictObject({
    rank: z.int().positive(),
    previousRank: z.int().positive().nullable().describe("At the board's last snapshot in this period"),
    id: z.string(),
    name: z.string().nullable(),
    image: z.string().nullable(),
    url: z.string().nullable(),
    score: z.number().describe("At the board's scale; money in minor units"),
    tied: z.boolean(),
    isMe: z.boolean(),
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

/** A stretch of a board in its declared order. Clients never sort again. */
export const BoardPage = z
  .strictObject({
    board: BoardSummary,
    period: Period,
    segment: z.string().nullable(),
    data: z.array(Entry),
    me: Entry.nullable().describe('The caller’s own entry, with a user token'),
    total: z.int(),
    version: z.int().describe('Grows with every change; a smaller one is older'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'BoardPage' });
export type BoardPage = z.infer<typeof BoardPage>;
