import { z } from 'zod';
import { Currency, Key } from '../http/fields.ts';
import { Growth, Placement, Prior, Prize } from './board.ts';
import { SegmentField, Window } from './metric.ts';

/** What every preset lets you choose. */
const common = {
  key: Key.optional().describe("The board's key; left out, that of the preset and what it ranks"),
  name: z.string().min(1).max(120).optional(),
  segments: z.array(SegmentField).max(8).default([]),
  placements: z.array(Placement).max(50).optional(),
  following: Key.optional().describe('A metric of users that folds `unique`: whom a user follows'),
};

const subject = z.enum(['asset', 'creator']).default('asset').describe('What is ranked');
const windows = (standard: Window[]) => z.array(Window).min(1).max(5).default(standard);

/** What is counted: downloads, purchases, or the money that they brought. */
const measure = {
  of: z.enum(['downloads', 'sales', 'revenue']).default('downloads'),
  currency: Currency.optional().describe('Of the revenue'),
};

const MostDownloaded = z.strictObject({
  preset: z.literal('most-downloaded'),
  ...common,
  subject,
  windows: windows(['week', 'month', 'all-time']),
});

const TopRated = z.strictObject({
  preset: z.literal('top-rated'),
  ...common,
  subject,
  windows: windows(['all-time']),
  weight: Prior.shape.weight.default(10),
  minimumCount: z.int().positive().optional(),
});

const FastestGrowing = z.strictObject({
  preset: z.literal('fastest-growing'),
  ...common,
  ...measure,
  subject,
  windows: z
    .array(z.enum(['week', 'month']))
    .min(1)
    .max(2)
    .default(['week']),
  damping: Growth.shape.damping.default(10),
  minimumBase: Growth.shape.minimumBase.default(10),
});

const SeasonalWinners = z.strictObject({
  preset: z.literal('seasonal-winners'),
  ...common,
  ...measure,
  subject,
  prizes: z.array(Prize).max(50).default([]),
});

/** A board that every marketplace has, with the metric that it needs, in a line. */
export const Preset = z
  .discriminatedUnion('preset', [MostDownloaded, TopRated, FastestGrowing, SeasonalWinners])
  .refine((preset) => !('of' in preset) || (preset.of === 'revenue') === (preset.currency !== undefined), {
    error: 'is needed for revenue, and for nothing else',
    path: ['currency'],
  })
  .meta({ id: 'Preset' });
export type Preset = z.infer<typeof Preset>;
