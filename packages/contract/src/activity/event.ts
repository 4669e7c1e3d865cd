import { z } from 'zod';
import { ExternalId, Instant, identifier } from '../http/fields.ts';

/** Who vouches for a fact: a server (secret key, Kafka, import) or a browser. The two never share an id space. */
export const Trust = z.enum(['server', 'client']);
export type Trust = z.infer<typeof Trust>;

export const EventId = identifier(128);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no URI reference holds
const NOT_IN_A_URI = /[\u0000-\u0020\u007f<>{}|\\^"`]/;

/** The producing system, told apart byte by byte: an address, or as little as `/shop`. */
export const EventSource = identifier(256).refine((text) => !NOT_IN_A_URI.test(text), {
  error: 'must be a URI reference such as https://shop.example, /shop or shop: no spaces and none of <>{}|\\^"`',
});
export const EventType = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, 'must be noun.verb, such as review.submitted');

/** CloudEvents attributes that describe the transport, not the fact: accepted, and not recorded. */
const transport = {
  specversion: z.literal('1.0').optional(),
  datacontenttype: z.string().max(128).optional(),
  dataschema: z.string().max(256).optional(),
  traceparent: z.string().max(256).optional(),
  tracestate: z.string().max(512).optional(),
  partitionkey: z.string().max(256).optional(),
};

/**
 * The envelope of a fact: a CloudEvents 1.0 event in JSON.
 * `data` is judged by the schema of its `type`, built in or registered by the tenant.
 */
export const ActivityEvent = z
  .strictObject({
    id: EventId.describe("The producer's id, unique within its source"),
    source: EventSource.describe('The producing system of origin, a URI reference'),
    type: EventType,
    time: Instant.describe('When it happened'),
    subject: ExternalId.optional().describe('The acting user'),
    data: z.record(z.string(), z.unknown()).default({}),
    reverses: EventId.optional().describe('The id of the fact that this one takes back'),
    reversessource: EventSource.optional().describe('Its source, when it is another one'),
    reversestrust: Trust.optional().describe('Its trust; only a server may say client'),
    ...transport,
  })
  .meta({ id: 'ActivityEvent' });
export type ActivityEvent = z.infer<typeof ActivityEvent>;
export type ActivityEventInput = z.input<typeof ActivityEvent>;

export const MAX_BATCH_EVENTS = 500;
export const MAX_BATCH_BYTES = 2 * 1024 * 1024;
