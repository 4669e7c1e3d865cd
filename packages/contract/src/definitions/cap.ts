import { z } from 'zod';
import { EventType } from '../activity/event.ts';
import { Key } from '../http/fields.ts';

/** What a cap tells apart: the user, the producing system, a field of the event. */
export const CapField = z
  .string()
  .max(128)
  .regex(
    /^(subject|source|data(\.[A-Za-z0-9_-]+){1,2})$/,
    'must be subject, source, data.<field> or data.properties.<name>',
  )
  .meta({ id: 'CapField' });

/** How often the same may happen before it is suspicious: what goes beyond is quarantined, and counts once accepted. */
export const Cap = z
  .strictObject({
    key: Key,
    types: z.array(EventType).min(1).max(20),
    by: z.array(CapField).min(1).max(4).describe('What makes it the same: the user, the asset, both …'),
    limit: z.int().positive().max(1_000_000_000),
    per: z.enum(['hour', 'day']).describe('In UTC, by the time of the event'),
  })
  .refine(({ types }) => new Set(types).size === types.length, { error: 'must not name a type twice', path: ['types'] })
  .refine(({ by }) => new Set(by).size === by.length, { error: 'must not name a field twice', path: ['by'] })
  .meta({ id: 'Cap' });
export type Cap = z.infer<typeof Cap>;
