import type { Definitions, Exposure } from '@engagement/contract';
import type { Tenant } from '../kernel/tenant.ts';
import { type ApplyDeps, applyDefinitions, changeDefinitions } from './apply.ts';
import type { Definition } from './diff.ts';
import { readExposure, withExposure } from './exposure.ts';
import { readDefinitions, readRevision } from './repository.ts';
import { type DefinitionsService, definitionRoutes } from './routes.ts';

function documentOf(definitions: readonly Definition[]): Definitions {
  const documents = (kind: Definition['kind']) =>
    definitions.filter((definition) => definition.kind === kind).map(({ document }) => document);
  const [retention] = documents('retention');
  return {
    activityTypes: documents('activity-type'),
    seasons: documents('season'),
    metrics: documents('metric'),
    boards: documents('board'),
    caps: documents('cap'),
    presets: [],
    ...(retention && { retention }),
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
    async exposure(tenant, board) {
      return readExposure(await readDefinitions(deps.database.orm, tenant.id), board);
    },
    async expose(tenant, board, change, actor) {
      let exposure: Exposure | undefined;
      const edit = (held: readonly Definition[]) => {
        const changed = withExposure(held, board, change);
        exposure = readExposure(changed, board);
        return changed;
      };
      await changeDefinitions(deps, tenant, edit, { dryRun: false, prune: false, actor });
      return exposure as Exposure;
    },
  };
  return { service, routes: definitionRoutes(service) };
}
