import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';
import { Instant } from '../http/fields.ts';
import { Definitions } from './document.ts';

export const DefinitionChange = z
  .strictObject({
    kind: z.enum(['activity-type', 'season', 'metric', 'board', 'cap', 'retention']),
    key: z.string(),
    change: z.enum(['added', 'changed', 'removed']),
    fields: z.array(z.string()).describe('What differs, for a change'),
  })
  .meta({ id: 'DefinitionChange' });
export type DefinitionChange = z.infer<typeof DefinitionChange>;

export const DefinitionsDiff = z
  .strictObject({
    revision: z.int(),
    applied: z.boolean(),
    changes: z.array(DefinitionChange),
    rowsPerEvent: z
      .array(z.strictObject({ type: z.string(), rows: z.int() }))
      .describe('Counter rows that one event of a type moves: the cost of the definitions'),
    countsSince: z
      .array(z.strictObject({ metric: z.string(), since: Instant }))
      .describe('New and changed metrics that cannot be computed from facts that have been dropped: where they begin'),
    drops: z
      .strictObject({ before: Instant, facts: z.int() })
      .nullable()
      .describe(
        'The facts that a new or changed retention lets go, but for those that reversals or seasons still need',
      ),
  })
  .meta({ id: 'DefinitionsDiff' });
export type DefinitionsDiff = z.infer<typeof DefinitionsDiff>;

const flag = z.enum(['0', '1']).optional();

export const getDefinitions = defineEndpoint({
  id: 'getDefinitions',
  method: 'get',
  path: '/v1/definitions',
  summary: "The tenant's definitions as one document.",
  access: { secret: 'definitions:read' },
  status: 200,
  reply: z.strictObject({ revision: z.int(), definitions: Definitions }),
});

export const putDefinitions = defineEndpoint({
  id: 'putDefinitions',
  method: 'put',
  path: '/v1/definitions',
  summary: 'Apply a document of definitions; nothing is removed without prune.',
  access: { secret: 'definitions:write' },
  query: z.strictObject({ dryRun: flag, prune: flag }),
  body: Definitions,
  bodyLimit: 1024 * 1024,
  status: 200,
  reply: DefinitionsDiff,
});

export const getDefinitionsSchema = defineEndpoint({
  id: 'getDefinitionsSchema',
  method: 'get',
  path: '/v1/definitions.schema.json',
  summary: 'The JSON Schema of a definitions document.',
  access: { anonymous: true },
  status: 200,
  reply: z.record(z.string(), z.unknown()),
});
