import { z } from 'zod';
import { Placement } from '../definitions/board.ts';
import { SegmentField, SubjectKind, Window } from '../definitions/metric.ts';
import { Currency, Instant, Key } from '../http/fields.ts';

/** What a page needs to know of a board to show it. */
export const BoardSummary = z
  .strictObject({
    key: Key,
    name: z.string(),
    subject: SubjectKind,
    score: z.enum(['total', 'average', 'growth']),
    prior: z
      .strictObject({
        weight: z.int(),
        mean: z.number().nullable().describe('At the last recomputation; null before it'),
      })
      .nullable()
      .describe('What small samples are drawn towards'),
    minimum: z.number().nullable().describe('Lower scores are not ranked'),
    minimumCount: z.int().nullable().describe('Fewer facts are not ranked'),
    direction: z.enum(['descending', 'ascending']),
    ranks: z.enum(['ordinal', 'competition', 'dense']),
    windows: z.array(Window),
    segments: z.array(SegmentField),
    unit: z.strictObject({ label: z.string(), currency: Currency.nullable() }).nullable(),
    scale: z.int().describe('Decimal places of a score'),
    follows: z.boolean().describe('It can be narrowed to those whom a user follows'),
    placements: z.array(Placement).nullable().describe('Where it is shown; null is everywhere'),
  })
  .meta({ id: 'BoardSummary' });
export type BoardSummary = z.infer<typeof BoardSummary>;

const span = {
  key: z.string().describe('2026-W47, 2026-11, 2026-11-24, all-time, or a season’s key'),
  window: Window,
  start: Instant.nullable(),
  end: Instant.nullable(),
  label: z.string(),
};

/** A span that is still to come. */
export const NextPeriod = z.strictObject(span).meta({ id: 'NextPeriod' });
export type NextPeriod = z.infer<typeof NextPeriod>;

/** One span. A season that is over is provisional while late facts count, then in review, then sealed. */
export const Period = z
  .strictObject({
    ...span,
    state: z.enum(['upcoming', 'running', 'over', 'provisional', 'review', 'sealed']),
    sealed: z.boolean(),
    sealsAt: Instant.nullable().describe('When a season will be sealed by itself, or was'),
    next: NextPeriod.nullable().describe('What comes next; null when nothing does'),
  })
  .meta({ id: 'Period' });
export type Period = z.infer<typeof Period>;

export const Entry = z
  .strictObject({
    rank: z.int().positive(),
    previousRank: z
      .int()
      .positive()
      .nullable()
      .describe("At the board's last snapshot in this period; null once it is sealed"),
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

/** An entry as its owner sees it, or whoever asks for that very one. */
export const OwnEntry = z
  .strictObject({
    ...Entry.shape,
    topPercent: z.number().describe('4 is "top 4 %": its place among all entries, rounded up to a whole percent'),
    ahead: z
      .strictObject({
        rank: z.int().positive(),
        score: z.number(),
        distance: z.number().positive().describe('Between the two scores'),
      })
      .nullable()
      .describe('The next better score; null at the top'),
  })
  .meta({ id: 'OwnEntry' });
export type OwnEntry = z.infer<typeof OwnEntry>;

/** A stretch of a board in its declared order. Clients never sort again. */
export const BoardPage = z
  .strictObject({
    board: BoardSummary,
    period: Period,
    segment: z.string().nullable(),
    data: z.array(Entry),
    me: OwnEntry.nullable().describe('The caller’s own entry, with a user token'),
    total: z.int().describe('Entries in the list: of the whole board, or of those it was narrowed to'),
    version: z.int().describe('Grows with every change; a smaller one is older'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'BoardPage' });
export type BoardPage = z.infer<typeof BoardPage>;

/** The stretch around an entry. */
export const AroundPage = z
  .strictObject({
    ...BoardPage.shape,
    of: OwnEntry.describe('The entry that was asked for; `me` is the caller’s own, whoever was asked for'),
  })
  .meta({ id: 'AroundPage' });
export type AroundPage = z.infer<typeof AroundPage>;
