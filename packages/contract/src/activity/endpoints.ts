import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';
import { FieldError, Problem } from '../http/problem.ts';
import { EventAnswer } from './answer.ts';
import { ActivityEvent, MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './event.ts';

export const EventReceipt = z
  .strictObject({ id: z.string(), status: z.literal('accepted') })
  .meta({ id: 'EventReceipt' });
export type EventReceipt = z.infer<typeof EventReceipt>;

export const BatchResult = z
  .strictObject({
    id: z.string().nullable().describe('null when the item carried no readable id'),
    status: z.enum(['accepted', 'rejected']),
    error: z.strictObject({ type: Problem.shape.type, detail: z.string(), errors: z.array(FieldError) }).optional(),
  })
  .meta({ id: 'BatchResult' });
export type BatchResult = z.infer<typeof BatchResult>;

export const BatchReply = z
  .strictObject({ accepted: z.int(), rejected: z.int(), results: z.array(BatchResult) })
  .meta({ id: 'BatchReply' });
export type BatchReply = z.infer<typeof BatchReply>;

const access = { publishable: true, user: true, secret: 'events:write' } as const;

export const postEvent = defineEndpoint({
  id: 'postEvent',
  method: 'post',
  path: '/v1/events',
  summary: 'Record one event. 202 means that it is durable; who prefers to wait learns what it changed.',
  access,
  body: ActivityEvent,
  status: 202,
  reply: EventReceipt,
  waiting: { maxSeconds: 10, reply: EventAnswer },
});

export const postEventBatch = defineEndpoint({
  id: 'postEventBatch',
  method: 'post',
  path: '/v1/events/batch',
  summary: 'Record up to 500 events. Each is accepted or rejected by itself, in order.',
  access,
  body: z.strictObject({ events: z.array(z.unknown()).min(1).max(MAX_BATCH_EVENTS) }).meta({
    override: ({ jsonSchema }: { jsonSchema: { properties?: Record<string, { items?: object }> } }) => {
      if (jsonSchema.properties?.events)
        jsonSchema.properties.events.items = { $ref: '#/components/schemas/ActivityEvent' };
    },
  }),
  items: 'events',
  bodyLimit: MAX_BATCH_BYTES,
  status: 200,
  reply: BatchReply,
});
