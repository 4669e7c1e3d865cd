import {
  type Definitions,
  type Exposure,
  type ExposureInput,
  getDefinitions,
  getDefinitionsSchema,
  getExposure,
  putDefinitions,
  putExposure,
} from '@engagement/contract';
import { actorOf } from '../kernel/caller.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { ApplyOptions } from './apply.ts';
import { definitionsSchema } from './json-schema.ts';

export interface DefinitionsService {
  apply(
    tenant: Tenant,
    document: Definitions,
    options: ApplyOptions,
  ): ReturnType<typeof import('./apply.ts').applyDefinitions>;
  read(tenant: Tenant): Promise<{ revision: number; definitions: Definitions }>;
  /** Where a board is shown. @throws ProblemError `not-found` */
  exposure(tenant: Tenant, board: string): Promise<Exposure>;
  /** Shows a board elsewhere: a change of its definition like any other. */
  expose(tenant: Tenant, board: string, change: ExposureInput, actor: string): Promise<Exposure>;
}

export function definitionRoutes(service: DefinitionsService): Route[] {
  return [
    route(getDefinitions, ({ caller }) => service.read(caller.tenant)),
    route(putDefinitions, ({ caller, body, query }) =>
      service.apply(caller.tenant, body, {
        dryRun: query.dryRun === '1',
        prune: query.prune === '1',
        actor: actorOf(caller),
      }),
    ),
    route(getExposure, ({ caller, params }) => service.exposure(caller.tenant, params.board)),
    route(putExposure, ({ caller, params, body }) =>
      service.expose(caller.tenant, params.board, body, actorOf(caller)),
    ),
    route(getDefinitionsSchema, async () => definitionsSchema),
  ];
}
