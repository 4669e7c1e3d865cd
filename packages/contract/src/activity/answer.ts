import { z } from 'zod';
import { SegmentField, Window } from '../definitions/metric.ts';
import { Key } from '../http/fields.ts';
import { Entry, OwnEntry } from '../leaderboards/board-page.ts';

const where = {
  period: z.string().describe('2026-W47, 2026-11, 2026-11-24, all-time, or a season’s key'),
  window: Window,
  segment: z.string().nullable().describe(`A ${SegmentField.meta()?.id} with its value; null is the whole`),
};

/** A number that an event counts towards, after it. */
export const ChangedMetric = z
  .strictObject({
    metric: Key,
    subject: z.string().describe('Whose number it is'),
    ...where,
    value: z.number().nullable().describe('null when nothing counts any more'),
    count: z.int().describe('The facts that stand'),
    delta: z.number().nullable().describe('What the event added; null where the fold does not add up'),
  })
  .meta({ id: 'ChangedMetric' });
export type ChangedMetric = z.infer<typeof ChangedMetric>;

/** The place on a board of somebody whose number an event counts towards, after it. */
export const ChangedRank = z
  .strictObject({
    board: Key,
    id: z.string(),
    ...where,
    rank: Entry.shape.rank,
    previousRank: Entry.shape.previousRank,
    score: Entry.shape.score,
    tied: Entry.shape.tied,
    topPercent: OwnEntry.shape.topPercent,
    ahead: OwnEntry.shape.ahead,
  })
  .meta({ id: 'ChangedRank' });
export type ChangedRank = z.infer<typeof ChangedRank>;

/** What came of one event, for a caller who waited. */
export const EventAnswer = z
  .strictObject({
    id: z.string(),
    status: z
      .enum(['recorded', 'quarantined', 'duplicate', 'conflict', 'failed'])
      .describe(
        'What is quarantined counts once it is accepted, and only a secret key is told; a duplicate changes nothing; a conflict or a failure is set aside with its reason',
      ),
    metrics: z.array(ChangedMetric),
    ranks: z.array(ChangedRank).nullable().describe('null when the boards could not be read in time'),
  })
  .meta({ id: 'EventAnswer' });
export type EventAnswer = z.infer<typeof EventAnswer>;
