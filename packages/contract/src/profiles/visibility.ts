import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';

/** What a user chose about being ranked. */
export const Visibility = z
  .strictObject({ listed: z.boolean().describe('false: on no board, neither as user nor as creator') })
  .meta({ id: 'Visibility' });
export type Visibility = z.infer<typeof Visibility>;

const path = '/v1/me/visibility';
const access = { user: true } as const;

export const getMyVisibility = defineEndpoint({
  id: 'getMyVisibility',
  method: 'get',
  path,
  summary: 'Whether the user of the token wishes to be ranked.',
  access,
  status: 200,
  reply: Visibility,
});

export const putMyVisibility = defineEndpoint({
  id: 'putMyVisibility',
  method: 'put',
  path,
  summary: 'The user of the token leaves all boards, or comes back. It holds at once.',
  access,
  body: Visibility,
  status: 200,
  reply: Visibility,
});
