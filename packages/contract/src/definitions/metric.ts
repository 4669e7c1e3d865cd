import { z } from 'zod';
import { EventType } from '../activity/event.ts';
import { Currency, Key } from '../http/fields.ts';

/** A kind of span. `season` stands for every season of the tenant. */
export const Window = z.enum(['day', 'week', 'month', 'season', 'all-time']).meta({ id: 'Window' });
export type Window = z.infer<typeof Window>;

/** What a number is about: user, creator, asset, or a kind of the tenant's own. */
export const SubjectKind = Key.describe('user, creator, asset, or a kind of your own').meta({ id: 'SubjectKind' });

/** Where a value is found in an event: `subject`, `data.amount`, `data.properties.region`. */
export const EventField = z
  .string()
  .max(128)
  .regex(/^(subject|data(\.[A-Za-z0-9_-]+){1,2})$/, 'must be subject, data.<field> or data.properties.<name>')
  .meta({ id: 'EventField' });

/** A field of the event, or a profile field stamped on the fact when it is recorded: `user.country`. */
export const SegmentField = z
  .string()
  .max(128)
  .regex(
    /^(data(\.[A-Za-z0-9_-]+){1,2}|(user|creator|asset)\.[A-Za-z0-9_-]+)$/,
    'must be data.<field> or user.<attribute>, creator.…, asset.…',
  )
  .meta({ id: 'SegmentField' });

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A condition on a field. All conditions of a source must hold. */
export const Filter = z
  .union([
    z.strictObject({ field: SegmentField, is: Scalar }),
    z.strictObject({ field: SegmentField, isNot: Scalar }),
    z.strictObject({ field: SegmentField, in: z.array(Scalar).min(1).max(100) }),
    z.strictObject({ field: SegmentField, atLeast: z.number() }),
    z.strictObject({ field: SegmentField, atMost: z.number() }),
  ])
  .meta({ id: 'Filter' });
export type Filter = z.infer<typeof Filter>;

export const MetricSource = z
  .strictObject({
    type: EventType,
    subject: EventField.describe('Whose number it is'),
    value: EventField.optional().describe('The number, or for `unique` the thing told apart; left out for `count`'),
    filter: z.array(Filter).max(10).default([]),
  })
  .meta({ id: 'MetricSource' });

export const Fold = z.enum(['count', 'sum', 'average', 'max', 'min', 'unique']).meta({ id: 'Fold' });
export type Fold = z.infer<typeof Fold>;

/** A number kept up to date for every subject: a fold of activity over windows and segments. */
export const Metric = z
  .strictObject({
    key: Key,
    subject: SubjectKind,
    sources: z.array(MetricSource).min(1).max(20),
    fold: Fold,
    windows: z.array(Window).min(1).max(5).default(['all-time']),
    segments: z.array(SegmentField).max(8).default([]),
    scale: z.int().min(0).max(6).default(0).describe('Decimal places that are kept'),
    unit: z
      .strictObject({
        label: z.string().min(1).max(64),
        currency: Currency.optional().describe('The metric then counts only facts of this currency, in minor units'),
      })
      .optional(),
  })
  .refine((metric) => metric.fold === 'count' || metric.sources.every((source) => source.value !== undefined), {
    error: 'every source needs a value, unless the fold is count',
    path: ['sources'],
  })
  .refine((metric) => new Set(metric.windows).size === metric.windows.length, {
    error: 'must not name a window twice',
    path: ['windows'],
  })
  .refine((metric) => new Set(metric.segments).size === metric.segments.length, {
    error: 'must not name a segment twice',
    path: ['segments'],
  })
  .meta({ id: 'Metric' });
export type Metric = z.infer<typeof Metric>;
