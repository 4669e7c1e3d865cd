import { z } from 'zod';
import { EventType } from '../activity/event.ts';
import { Key } from '../http/fields.ts';
import { Board } from './board.ts';
import { Cap } from './cap.ts';
import { Metric } from './metric.ts';
import { Preset } from './preset.ts';

/** An activity type of the tenant's own, or an opt-in for a built-in one. */
export const ActivityTypeDefinition = z
  .strictObject({
    type: EventType,
    schema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('JSON Schema (2020-12) of `data`; left out for a built-in type'),
    reverses: z.array(EventType).max(20).optional().describe('The types that an event of this type takes back'),
    client: z.boolean().default(false).describe('Browsers may send it'),
  })
  .meta({ id: 'ActivityTypeDefinition' });
export type ActivityTypeDefinition = z.infer<typeof ActivityTypeDefinition>;

const LocalDateTime = z.iso
  .datetime({ local: true, error: "must be a local date and time without an offset; the tenant's zone decides" })
  .describe("In the tenant's zone");

/** A named span with a start and an end. Its key is its period. */
export const Season = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    start: LocalDateTime,
    end: LocalDateTime,
    graceHours: z
      .int()
      .min(0)
      .max(24 * 30)
      .default(24)
      .describe('How long after its end late facts still count'),
    reviewHours: z
      .int()
      .min(0)
      .max(24 * 90)
      .default(0)
      .describe('How long after that it may be looked over before it is sealed'),
  })
  .refine((season) => season.start < season.end, { error: 'must end after it starts', path: ['end'] })
  .meta({ id: 'Season' });
export type Season = z.infer<typeof Season>;

/** How long facts are kept. When one goes, what it came to stays in every number. */
export const Retention = z
  .strictObject({
    keepMonths: z
      .int()
      .min(4)
      .max(1200)
      .describe(
        'Whole calendar months in UTC before the running one; live events may be 90 days old, hence at least 4',
      ),
    lateReversals: z
      .enum(['set-aside', 'record'])
      .default('set-aside')
      .describe('A reversal of a fact that is gone is set aside, or is recorded and takes nothing back'),
  })
  .meta({ id: 'Retention' });
export type Retention = z.infer<typeof Retention>;

/** All that a tenant defines, as one document. */
export const Definitions = z
  .strictObject({
    $schema: z.string().optional(),
    activityTypes: z.array(ActivityTypeDefinition).max(500).default([]),
    seasons: z.array(Season).max(500).default([]),
    metrics: z.array(Metric).max(500).default([]),
    boards: z.array(Board).max(500).default([]),
    caps: z.array(Cap).max(100).default([]),
    presets: z
      .array(Preset)
      .max(100)
      .default([])
      .describe('Boards in a line; kept as the metrics and boards they make'),
    retention: Retention.optional().describe('Left out, facts are kept for good'),
  })
  .meta({ id: 'Definitions' });
export type Definitions = z.infer<typeof Definitions>;
export type DefinitionsInput = z.input<typeof Definitions>;

/** Types a definitions file written in TypeScript; it returns its argument. */
export function defineEngagement(definitions: DefinitionsInput): DefinitionsInput {
  return definitions;
}
