import { z } from 'zod';
import { EventType, Trust } from '../activity/event.ts';
import { CapField } from '../definitions/cap.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { Cursor, Instant, Key, limit } from '../http/fields.ts';

const CaseState = z.enum(['open', 'accepted', 'rejected']);

/** A burst: what went beyond a cap, for the same things within the same hour or day. */
export const QuarantineCase = z
  .strictObject({
    id: z.string(),
    cap: Key,
    by: z.record(CapField, z.union([z.string(), z.number(), z.boolean()])).describe('What made them the same'),
    limit: z.int().describe('What the cap allowed when the case was opened'),
    from: Instant,
    to: Instant,
    held: z.int().describe('Events beyond the limit'),
    state: CaseState,
    openedAt: Instant,
    decidedAt: Instant.nullable(),
  })
  .meta({ id: 'QuarantineCase' });
export type QuarantineCase = z.infer<typeof QuarantineCase>;

/** An event that was recorded and is held. */
export const HeldEvent = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    trust: Trust,
    type: EventType,
    time: Instant,
    subject: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    counts: z.boolean().describe('No case holds it any longer'),
  })
  .meta({ id: 'HeldEvent' });
export type HeldEvent = z.infer<typeof HeldEvent>;

const params = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the id of a case') });
const page = { limit: limit(100, 50), cursor: Cursor.optional() };

export const listQuarantine = defineEndpoint({
  id: 'listQuarantine',
  method: 'get',
  path: '/v1/quarantine',
  summary: 'Suspicious bursts, newest first.',
  access: { secret: 'quarantine:read' },
  query: z.strictObject({ ...page, state: CaseState.optional() }),
  status: 200,
  reply: z.strictObject({ data: z.array(QuarantineCase), nextCursor: z.string().nullable() }),
});

export const getQuarantineCase = defineEndpoint({
  id: 'getQuarantineCase',
  method: 'get',
  path: '/v1/quarantine/{id}',
  summary: 'One burst with the events that it holds, oldest first.',
  access: { secret: 'quarantine:read' },
  params,
  query: z.strictObject(page),
  status: 200,
  reply: z.strictObject({ case: QuarantineCase, data: z.array(HeldEvent), nextCursor: z.string().nullable() }),
});

export const acceptQuarantineCase = defineEndpoint({
  id: 'acceptQuarantineCase',
  method: 'post',
  path: '/v1/quarantine/{id}/accept',
  summary: 'Count what is held, as if it never had been. Twice is once.',
  access: { secret: 'quarantine:write' },
  params,
  status: 200,
  reply: QuarantineCase,
});

export const rejectQuarantineCase = defineEndpoint({
  id: 'rejectQuarantineCase',
  method: 'post',
  path: '/v1/quarantine/{id}/reject',
  summary: 'Leave what is held out for good. Twice is once.',
  access: { secret: 'quarantine:write' },
  params,
  status: 200,
  reply: QuarantineCase,
});
