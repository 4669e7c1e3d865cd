import { z } from 'zod';
import { Key } from '../http/fields.ts';
import { SegmentField, Window } from './metric.ts';

/** Subjects of a metric in order. Order: score, then who reached it first, then id by bytes. */
export const Board = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    metric: Key,
    score: z.enum(['total', 'average']).default('total'),
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
      .describe("Those of the metric when left out; the first is the board's own"),
    segments: z.array(SegmentField).max(8).optional().describe('Those of the metric when left out'),
    snapshot: z.enum(['hour', 'day']).default('day').describe('How often ranks are noted, for previousRank'),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof Board>;
