import {
  type ActivityTypeDefinition,
  Board,
  type Cap,
  type Metric,
  type Retention,
  Season,
} from '@engagement/contract';
import type { TenantId } from '../kernel/tenant.ts';
import type { Database, Executor } from '../platform/db/database.ts';
import type { Catalogue, Catalogues, StoredBoard, StoredMetric } from './catalogue.ts';
import type { Definition, DefinitionKind } from './diff.ts';
import { DEFINITIONS_CHANNEL, readDefinitions, readMetricNumbers, readRevision } from './repository.ts';

/** Definitions of one revision with what they leave open filled in. */
export function catalogueOf(
  tenantId: TenantId,
  revision: number,
  definitions: readonly Definition[],
  numbers: ReadonlyMap<string, number>,
): Catalogue {
  const documents = <T>(kind: DefinitionKind) =>
    definitions
      .filter((definition) => definition.kind === kind)
      .map(({ key, document }) => [key, document as unknown as T] as const);
  const metrics = new Map<string, StoredMetric>();
  for (const [key, metric] of documents<Metric>('metric')) {
    const id = numbers.get(key);
    if (id !== undefined) metrics.set(key, { ...metric, id });
  }
  const boards = new Map<string, StoredBoard>();
  for (const [key, document] of documents('board')) {
    // A document that was stored before a field existed gets the field's default.
    const board = Board.parse(document);
    const metric = metrics.get(board.metric);
    if (!metric) continue;
    boards.set(key, {
      ...board,
      windows: board.windows ?? (board.score === 'growth' ? ['week'] : metric.windows),
      segments: board.segments ?? metric.segments,
      enabled: board.enabled ?? true,
    });
  }
  return {
    tenantId,
    revision,
    activityTypes: new Map(documents<ActivityTypeDefinition>('activity-type')),
    seasons: new Map(documents('season').map(([key, document]) => [key, Season.parse(document)])),
    metrics,
    boards,
    caps: new Map(documents<Cap>('cap')),
    retention: documents<Retention>('retention')[0]?.[1] ?? null,
  };
}

export async function readCatalogue(executor: Executor, tenantId: TenantId, revision: number): Promise<Catalogue> {
  const definitions = await readDefinitions(executor, tenantId);
  return catalogueOf(tenantId, revision, definitions, await readMetricNumbers(executor, tenantId));
}

/** The catalogues of all tenants, kept until Postgres says that one has changed. */
export async function openCatalogues(database: Database): Promise<Catalogues & { close(): Promise<void> }> {
  const kept = new Map<TenantId, Promise<Catalogue>>();
  const listeners = new Set<(tenantId: TenantId) => void>();

  const unlisten = await database.listen(DEFINITIONS_CHANNEL, (payload) => {
    // An empty payload: the connection was lost meanwhile, so any of them may have changed.
    const changed = payload === '' ? [...kept.keys()] : [Number(payload) as TenantId];
    for (const tenantId of changed) {
      kept.delete(tenantId);
      for (const listener of listeners) listener(tenantId);
    }
  });

  async function load(tenantId: TenantId): Promise<Catalogue> {
    return readCatalogue(database.orm, tenantId, await readRevision(database.orm, tenantId));
  }

  function current(tenantId: TenantId): Promise<Catalogue> {
    const known = kept.get(tenantId);
    if (known) return known;
    const loading = load(tenantId);
    kept.set(tenantId, loading);
    loading.catch(() => kept.delete(tenantId));
    return loading;
  }

  return {
    current,
    async within(tx, tenantId) {
      const revision = await readRevision(tx, tenantId);
      const known = await kept.get(tenantId);
      if (known?.revision === revision) return known;
      const fresh = await readCatalogue(tx, tenantId, revision);
      kept.set(tenantId, Promise.resolve(fresh));
      return fresh;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: unlisten,
  };
}
