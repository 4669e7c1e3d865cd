import { z } from 'zod';
import { Placement } from '../definitions/board.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { Cursor, ExternalId, Key, limit } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { AroundPage, BoardPage, BoardSummary } from './board-page.ts';
import { Explanation } from './explanation.ts';

const access = { publishable: true, user: true, secret: 'leaderboards:read' } as const;

/** A period as a caller names it: `week`, `week:previous`, `2026-W47`, `2026-11`, a season's key, `all-time`. */
export const PeriodSpec = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9-]+(:previous)?$/, 'must be a window, a window with :previous, a period or a season');

/** `field:value`, such as `user.country:DE`. */
export const SegmentSpec = z
  .string()
  .max(256)
  .regex(/^[a-z]+(\.[A-Za-z0-9_-]+){1,2}:.+$/su, 'must be field:value, such as user.country:DE');

const place = { placement: Placement.optional().describe('Where it is to be shown') };
const view = { ...place, period: PeriodSpec.optional(), segment: SegmentSpec.optional() };

const MAX_IDS = 100;
const MAX_ROWS = 100;
const MAX_SPAN = 50;

/** Up to a hundred ids with commas between them. */
const IdList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(ExternalId).max(MAX_IDS))
  .describe(`At most ${MAX_IDS} ids with commas between them`);

const narrowed = {
  following: ExternalId.optional().describe(
    'Only whom this user follows: `me` with a user token, an id with a secret key',
  ),
  ids: IdList.optional().describe('Only these'),
};

export const listBoards = defineEndpoint({
  id: 'listBoards',
  method: 'get',
  path: '/v1/leaderboards',
  summary: 'The boards that are on, here.',
  access,
  query: z.strictObject(place),
  status: 200,
  reply: z.strictObject({ data: z.array(BoardSummary), nextCursor: z.null() }),
});

export const getBoard = defineEndpoint({
  id: 'getBoard',
  method: 'get',
  path: '/v1/leaderboards/{board}',
  summary: 'One board.',
  access,
  params: z.strictObject({ board: Key }),
  query: z.strictObject(place),
  status: 200,
  reply: BoardSummary,
});

export const listEntries = defineEndpoint({
  id: 'listEntries',
  method: 'get',
  path: '/v1/leaderboards/{board}/entries',
  summary: 'A page of a board from the top, of all or of some, with the ranks that they have among all.',
  access,
  params: z.strictObject({ board: Key }),
  query: z.strictObject({ ...view, ...narrowed, limit: limit(MAX_ROWS, 10), cursor: Cursor.optional() }),
  status: 200,
  reply: BoardPage,
});

export const listEntriesAround = defineEndpoint({
  id: 'listEntriesAround',
  method: 'get',
  path: '/v1/leaderboards/{board}/entries/around/{id}',
  summary: 'The stretch of a board around an entry; `me` is the user of the token.',
  access,
  params: z.strictObject({ board: Key, id: ExternalId }),
  query: z.strictObject({ ...view, span: limit(MAX_SPAN, 2) }),
  status: 200,
  reply: AroundPage,
});

/** What `listEntries` takes, in JSON. */
export const TopQuery = z.strictObject({
  board: Key,
  ...view,
  following: narrowed.following,
  ids: z.array(ExternalId).max(MAX_IDS).optional(),
  limit: z.int().min(1).max(MAX_ROWS).default(10),
  cursor: Cursor.optional(),
});
export type TopQuery = z.infer<typeof TopQuery>;

/** What `listEntriesAround` takes, in JSON. */
export const AroundQuery = z.strictObject({
  board: Key,
  ...view,
  around: ExternalId.describe('An entry, or `me`, the user of the token'),
  span: z.int().min(1).max(MAX_SPAN).default(2),
});
export type AroundQuery = z.infer<typeof AroundQuery>;

export const EntriesQuery = z.union([TopQuery, AroundQuery]).meta({ id: 'EntriesQuery' });

export const MAX_BATCH_QUERIES = 20;

export const EntriesResult = z
  .union([z.strictObject({ page: z.union([AroundPage, BoardPage]) }), z.strictObject({ problem: Problem })])
  .meta({ id: 'EntriesResult' });
export type EntriesResult = z.infer<typeof EntriesResult>;

export const listEntriesBatch = defineEndpoint({
  id: 'listEntriesBatch',
  method: 'post',
  path: '/v1/leaderboards/entries/batch',
  summary: `Up to ${MAX_BATCH_QUERIES} pages at once. Each query is answered by itself, in order, as it would be alone.`,
  access,
  body: z.strictObject({ queries: z.array(z.unknown()).min(1).max(MAX_BATCH_QUERIES) }).meta({
    override: ({ jsonSchema }: { jsonSchema: { properties?: Record<string, { items?: object }> } }) => {
      if (jsonSchema.properties?.queries)
        jsonSchema.properties.queries.items = { $ref: '#/components/schemas/EntriesQuery' };
    },
  }),
  items: 'queries',
  reads: true,
  status: 200,
  reply: z.strictObject({ results: z.array(EntriesResult) }),
});

export const explainEntry = defineEndpoint({
  id: 'explainEntry',
  method: 'get',
  path: '/v1/leaderboards/{board}/entries/{id}/explain',
  summary: 'Why an entry has its score and its rank; the facts for its owner and for servers alone.',
  access,
  params: z.strictObject({ board: Key, id: ExternalId }),
  query: z.strictObject({ ...view, limit: limit(100, 20), cursor: Cursor.optional() }),
  status: 200,
  reply: Explanation,
});
