import { z } from 'zod';
import { Prize } from '../definitions/board.ts';
import { BoardSummary, Period } from './board-page.ts';

const RankedScore = z.strictObject({ rank: z.int().positive(), score: z.number() });

/** An entry that facts recorded after the seal would have changed. */
export const LateEntry = z
  .strictObject({
    id: z.string(),
    sealed: RankedScore.nullable().describe('In the archive; null when it has no entry there'),
    now: RankedScore.nullable().describe('As the numbers are now; null when nothing counts any more'),
  })
  .meta({ id: 'LateEntry' });
export type LateEntry = z.infer<typeof LateEntry>;

/** Most entries that a late report lists. */
export const MAX_LATE_ENTRIES = 100;

/** How the board would look if it were sealed now, where that differs from the archive. */
export const LateReport = z
  .strictObject({
    count: z.int().describe('Entries whose score differs, or that came or went'),
    moved: z.int().describe('Entries whose rank differs, for whatever reason'),
    data: z.array(LateEntry).describe(`The first ${MAX_LATE_ENTRIES} of \`count\`, the best of the archive first`),
  })
  .meta({ id: 'LateReport' });
export type LateReport = z.infer<typeof LateReport>;

/** One season of a board. */
export const BoardSeason = z
  .strictObject({
    board: BoardSummary,
    period: Period,
    segment: z.string().nullable(),
    total: z.int().nullable().describe('Entries of the archive; null before the seal'),
    hash: z.string().nullable().describe('SHA-256 of the archive, in hexadecimal; null before the seal'),
    prizes: z.array(Prize),
    late: LateReport.nullable().describe('With a secret key, once it is sealed'),
  })
  .meta({ id: 'BoardSeason' });
export type BoardSeason = z.infer<typeof BoardSeason>;

/** A row of an archive. The hash covers `rank`, `score` and `key` of every row, in this order. */
export const ArchivedEntry = z
  .strictObject({
    place: z.int().positive(),
    rank: z.int().positive(),
    score: z.number(),
    key: z.string().describe('Random, and of this entry alone'),
    id: z.string().nullable().describe('null once it was erased'),
    name: z.string().nullable().describe('When the season was sealed'),
  })
  .meta({ id: 'ArchivedEntry' });
export type ArchivedEntry = z.infer<typeof ArchivedEntry>;

/** A stretch of an archive, by place. */
export const ArchivePage = z
  .strictObject({
    hash: z.string(),
    scale: z.int().describe('Decimal places of every score in the hash'),
    total: z.int(),
    data: z.array(ArchivedEntry),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ArchivePage' });
export type ArchivePage = z.infer<typeof ArchivePage>;
