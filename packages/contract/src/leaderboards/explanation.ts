import { z } from 'zod';
import { EventId, EventSource, EventType, Trust } from '../activity/event.ts';
import { Fold } from '../definitions/metric.ts';
import { Instant } from '../http/fields.ts';
import { BoardPage, OwnEntry } from './board-page.ts';

const text = z.string().describe('The step in plain English');

const fact = { source: EventSource, id: EventId, trust: Trust, type: EventType, time: Instant };

/** An event, by what identifies it and says when it was. Whose it was and what it holds stays with the marketplace. */
export const NamedFact = z.strictObject(fact).meta({ id: 'NamedFact' });
export type NamedFact = z.infer<typeof NamedFact>;

/** Somebody next to an entry with the same score, and what put the one before the other. */
const Neighbour = z
  .strictObject({ id: z.string(), decidedBy: z.enum(['reached', 'id']) })
  .nullable()
  .describe('null when nobody with the same score stands there');

/** The days of a period that growth compares, and what they hold. */
const GrowthSpan = z.strictObject({
  value: z.number(),
  days: z.int(),
  start: Instant.nullable(),
  end: Instant.nullable(),
});

const steps = {
  total: z.strictObject({
    kind: z.literal('total'),
    text,
    fold: Fold,
    count: z.int().describe('The facts that stand'),
    score: z.number(),
    decidedBy: NamedFact.nullable().describe(
      'The fact whose number is the highest or lowest, for those who may see facts',
    ),
  }),
  average: z.strictObject({
    kind: z.literal('average'),
    text,
    sum: z.number(),
    count: z.int(),
    prior: z
      .strictObject({ weight: z.int(), mean: z.number(), sum: z.number(), count: z.int() })
      .nullable()
      .describe('What small samples are drawn towards: a mean of all, from their sum and count; null without one'),
    score: z.number(),
  }),
  growth: z.strictObject({
    kind: z.literal('growth'),
    text,
    now: GrowthSpan,
    before: GrowthSpan,
    damping: z.int(),
    minimumBase: z.int(),
    score: z.number().nullable().describe('null when there was less than the minimum base before'),
  }),
  minimum: z.strictObject({
    kind: z.literal('minimum'),
    text,
    minimum: z.number().nullable(),
    minimumCount: z.int().nullable(),
    keptOut: z.boolean().describe('The entry is not ranked for it'),
  }),
  dropped: z.strictObject({
    kind: z.literal('dropped'),
    text,
    value: z.number().describe('What facts that are no longer kept hold of the number'),
    count: z.int(),
  }),
  sealed: z.strictObject({
    kind: z.literal('sealed'),
    text,
    score: z.number().describe('As it was sealed, which stands'),
    now: z.number().nullable().describe('What the facts come to by now'),
  }),
  rank: z.strictObject({
    kind: z.literal('rank'),
    text,
    rank: z.int().positive(),
    place: z.int().positive().describe('Counted from 1, whatever ranks are shared'),
    better: z.int().describe('Entries with a better score'),
    total: z.int(),
  }),
  tie: z.strictObject({
    kind: z.literal('tie'),
    text,
    score: z.number(),
    others: z.int().positive(),
    ahead: z.int().describe('Those of the others that stand before this entry'),
    reachedAt: Instant.nullable().describe('When the entry reached its score; null for those who may not see facts'),
    before: Neighbour,
    after: Neighbour,
  }),
};

/** One step from facts to a rank, with its numbers. */
export const ExplanationStep = z
  .discriminatedUnion(
    'kind',
    Object.values(steps) as [(typeof steps)['total'], ...(typeof steps)[keyof typeof steps][]],
  )
  .meta({ id: 'ExplanationStep' });
export type ExplanationStep = z.infer<typeof ExplanationStep>;

/** A reversal of a fact, or of one of its reversals. */
export const ExplainedReversal = z
  .strictObject({
    ...fact,
    reverses: z.strictObject({ source: EventSource, id: EventId, trust: Trust }),
    amount: z.int().describe('What it would take back, in the unit of the amount of what it reverses'),
    takesBack: z.int().describe('What is left of that after its own reversals'),
  })
  .meta({ id: 'ExplainedReversal' });
export type ExplainedReversal = z.infer<typeof ExplainedReversal>;

/** A fact behind a score. What all of them contribute adds up to the score, or to the sum of an average. */
export const ExplainedFact = z
  .strictObject({
    ...fact,
    text: z.string().describe('The fact in plain English'),
    worth: z.number().describe('Its number in the unit of the metric, before anything is taken back'),
    contributes: z
      .number()
      .describe('What the score holds of it now; of a maximum, a minimum or a distinct value, all or nothing'),
    counts: z.boolean().describe('It stands, wholly or in part'),
    amount: z.int().describe('How much there is to take back: its amount, or 1'),
    takenBack: z.int().describe('How much of that is taken back'),
    reversals: z.array(ExplainedReversal).describe('Each after the one that it takes back'),
  })
  .meta({ id: 'ExplainedFact' });
export type ExplainedFact = z.infer<typeof ExplainedFact>;

/** Why an entry has its score and its rank. */
export const Explanation = z
  .strictObject({
    board: BoardPage.shape.board,
    period: BoardPage.shape.period,
    segment: BoardPage.shape.segment,
    entry: OwnEntry.nullable().describe('null when a minimum keeps it out, which its owner and servers alone learn'),
    steps: z.array(ExplanationStep),
    facts: z
      .array(ExplainedFact)
      .nullable()
      .describe('Newest first; null unless the entry is that of the user of the token, or the key is secret'),
    version: BoardPage.shape.version,
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
