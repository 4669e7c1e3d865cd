import type { Definitions } from '@engagement/contract';
import type { Tenant } from '../kernel/tenant.ts';
import { type ApplyDeps, applyDefinitions } from './apply.ts';
import type { Definition } from './diff.ts';
import { readDefinitions, readRevision } from './repository.ts';
import { type DefinitionsService, definitionRoutes } from './routes.ts';

function documentOf(definitions: readonly Definition[]): Definitions {
  const documents = (kind: Definition['kind']) =>
    definitions.filter((definition) => definition.kind === kind).map(({ document }) => document);
  return {
    activityTypes: documents('activity-type'),
    seasons: documents('season'),
    metrics: documents('metric'),
    boards: documents('board'),
    caps: documents('cap'),
    presets: [],
  } as unknown as Definitions;
}

/** Definitions as code: read them, compare them, apply them. */
export function createDefinitions(deps: ApplyDeps) {
  const service: DefinitionsService = {
    apply: (tenant, document, options) => applyDefinitions(deps, tenant, document, options),
    async read(tenant: Tenant) {
      const { orm } = deps.database;
      const [revision, definitions] = await Promise.all([
        readRevision(orm, tenant.id),
        readDefinitions(orm, tenant.id),
      ]);
      return { revision, definitions: documentOf(definitions) };
    },
  };
  return { service, routes: definitionRoutes(service) };
}
