import { type Definitions, getDefinitions, getDefinitionsSchema, putDefinitions } from '@engagement/contract';
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
    route(getDefinitionsSchema, async () => definitionsSchema),
  ];
}
