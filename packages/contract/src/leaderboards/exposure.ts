import { z } from 'zod';
import { Placement } from '../definitions/board.ts';
import { Window } from '../definitions/metric.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { Key } from '../http/fields.ts';

/** Where a board can be seen. */
export const Exposure = z
  .strictObject({
    enabled: z.boolean(),
    placements: z.array(Placement).min(1).max(50).nullable().describe('Where it is shown; null is everywhere'),
    windows: z.array(Window).min(1).max(5).describe('Those of its windows that are shown'),
  })
  .meta({ id: 'Exposure' });
export type Exposure = z.infer<typeof Exposure>;

export const ExposureInput = Exposure.extend({
  windows: Exposure.shape.windows.nullable().describe('Those of its windows that are shown; null is all'),
})
  .partial()
  .meta({ id: 'ExposureInput' });
export type ExposureInput = z.infer<typeof ExposureInput>;

const path = '/v1/leaderboards/{board}/exposure';
const params = z.strictObject({ board: Key });

export const getExposure = defineEndpoint({
  id: 'getExposure',
  method: 'get',
  path,
  summary: 'Whether a board is on, and where.',
  access: { secret: 'definitions:read' },
  params,
  status: 200,
  reply: Exposure,
});

export const putExposure = defineEndpoint({
  id: 'putExposure',
  method: 'put',
  path,
  summary: 'Switch a board on or off, as a whole, by place or by window; fields left out stay.',
  access: { secret: 'definitions:write' },
  params,
  body: ExposureInput,
  status: 200,
  reply: Exposure,
});
