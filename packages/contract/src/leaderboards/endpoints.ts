import { z } from 'zod';
import { Placement } from '../definitions/board.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { Cursor, ExternalId, Key, limit } from '../http/fields.ts';
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
  query: z.strictObject({ ...view, ...narrowed, limit: limit(100, 10), cursor: Cursor.optional() }),
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
  query: z.strictObject({ ...view, span: limit(50, 2) }),
  status: 200,
  reply: AroundPage,
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
