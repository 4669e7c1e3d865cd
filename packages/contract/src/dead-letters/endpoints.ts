import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';
import { Cursor, Instant, limit } from '../http/fields.ts';

/** Why an event was set aside. `awaiting-original` and the reports after it were recorded; the others were not. */
export const DeadLetterReason = z
  .enum([
    'invalid',
    'conflict',
    'failed',
    'original-dropped',
    'awaiting-original',
    'over-reversed',
    'currency-mismatch',
    'type-mismatch',
  ])
  .meta({ id: 'DeadLetterReason' });
export type DeadLetterReason = z.infer<typeof DeadLetterReason>;

export const DeadLetter = z
  .strictObject({
    id: z.string(),
    reason: DeadLetterReason,
    detail: z.string(),
    origin: z.string().describe('http, import, or kafka:topic/partition'),
    offset: z.string().nullable(),
    payload: z.string().describe('What arrived, as text'),
    payloadHash: z.string().describe('SHA-256, hexadecimal'),
    at: Instant,
    state: z.enum(['open', 'replayed', 'discarded']),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof DeadLetter>;

const params = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the id of a dead letter') });

export const listDeadLetters = defineEndpoint({
  id: 'listDeadLetters',
  method: 'get',
  path: '/v1/dead-letters',
  summary: 'Events that were set aside, newest first.',
  access: { secret: 'dead-letters:read' },
  query: z.strictObject({
    limit: limit(100, 50),
    cursor: Cursor.optional(),
    state: z.enum(['open', 'replayed', 'discarded']).optional(),
  }),
  status: 200,
  reply: z.strictObject({ data: z.array(DeadLetter), nextCursor: z.string().nullable() }),
});

export const replayDeadLetter = defineEndpoint({
  id: 'replayDeadLetter',
  method: 'post',
  path: '/v1/dead-letters/{id}/replay',
  summary: 'Send an event through the front door again. Twice is once.',
  access: { secret: 'dead-letters:write' },
  params,
  status: 200,
  reply: DeadLetter,
});

export const discardDeadLetter = defineEndpoint({
  id: 'discardDeadLetter',
  method: 'post',
  path: '/v1/dead-letters/{id}/discard',
  summary: 'Close a dead letter without sending it again.',
  access: { secret: 'dead-letters:write' },
  params,
  status: 200,
  reply: DeadLetter,
});
