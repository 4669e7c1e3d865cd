import { z } from 'zod';
import { identifier, Key } from '../http/fields.ts';
import { SegmentField, Window } from './metric.ts';

/** A place on a marketplace's pages where boards are shown: home, dashboard, profile … */
export const Placement = Key.describe('home, dashboard, profile, or a place of your own');

/** Draws small samples towards the mean of all: `(weight · mean + sum) / (weight + count)`. */
export const Prior = z
  .strictObject({
    weight: z.int().min(1).max(1_000_000).describe('As how many facts the mean of all counts'),
  })
  .meta({ id: 'Prior' });

/** `(now + damping) / (before + damping) − 1`, over equal elapsed parts of this window and the last one. */
export const Growth = z
  .strictObject({
    damping: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe('Keeps growth from next to nothing small; in units of the metric'),
    minimumBase: z.int().min(0).max(1_000_000_000).default(1).describe('Less than this before, and there is no entry'),
  })
  .meta({ id: 'Growth' });

/** What a season's placed get: by rank, or the best percent of all. */
export const Prize = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    ranks: z.strictObject({ from: z.int().positive(), to: z.int().positive() }).optional(),
    topPercent: z.number().positive().max(100).optional(),
  })
  .refine(({ ranks, topPercent }) => (ranks === undefined) !== (topPercent === undefined), {
    error: 'must name either ranks or topPercent',
  })
  .refine(({ ranks }) => !ranks || ranks.from <= ranks.to, { error: 'must not end before it starts', path: ['ranks'] })
  .meta({ id: 'Prize' });
export type Prize = z.infer<typeof Prize>;

/** Subjects of a metric in order. Order: score, then who reached it first, then id by bytes. */
export const Board = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    metric: Key,
    score: z.enum(['total', 'average', 'growth']).default('total'),
    prior: Prior.optional().describe('For the score average'),
    growth: Growth.optional().describe('For the score growth'),
    scale: z.int().min(0).max(6).optional().describe("Of an average, the metric's when left out; of growth, 3"),
    minimum: z.number().optional().describe('Entries with a lower score are not ranked'),
    minimumCount: z.int().positive().optional().describe('Entries on which fewer facts count are not ranked'),
    direction: z.enum(['descending', 'ascending']).default('descending'),
    ranks: z
      .enum(['ordinal', 'competition', 'dense'])
      .default('competition')
      .describe('How ties share a rank: 1 2 3 4, 1 2 2 4, or 1 2 2 3'),
    windows: z
      .array(Window)
      .min(1)
      .max(5)
      .optional()
      .describe("Those of the metric when left out, the week for growth; the first is the board's own"),
    segments: z.array(SegmentField).max(8).optional().describe('Those of the metric when left out'),
    following: Key.optional().describe('A metric of users that folds `unique`: its members are whom a user follows'),
    exclude: z.array(identifier(64)).max(50).default(['staff']).describe('Groups whose members are not ranked'),
    prizes: z.array(Prize).max(50).default([]).describe('What a sealed season hands out'),
    snapshot: z.enum(['hour', 'day']).default('day').describe('How often ranks are noted, for previousRank'),
    enabled: z.boolean().optional().describe('A new board is on; left out later, it stays as it is'),
    placements: z
      .array(Placement)
      .min(1)
      .max(50)
      .nullish()
      .describe('Where it is shown, null is everywhere; left out later, it stays as it is'),
    shownWindows: z
      .array(Window)
      .min(1)
      .max(5)
      .nullish()
      .describe('Those of its windows that are shown, null is all; left out later, it stays as it is'),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof Board>;
