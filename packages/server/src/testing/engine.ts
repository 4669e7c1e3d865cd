import { Definitions, type DefinitionsInput } from '@engagement/contract';
import { createFrontDoor } from '../activity/front-door.ts';
import type { ActivityLog } from '../activity/log.ts';
import { createPostgresLog } from '../activity/postgres-log.ts';
import { Recorder } from '../activity/recorder.ts';
import { openCatalogues } from '../definitions/catalogues.ts';
import { createDefinitions } from '../definitions/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { createMetrics } from '../metrics/index.ts';
import type { Attributes } from '../metrics/stamp.ts';
import { createTestDatabase } from './database.ts';

export interface EngineOptions {
  readonly postgresUrl: string;
  readonly zone?: string;
  readonly definitions?: DefinitionsInput;
  readonly clock?: Clock;
  /** Profile attributes, by `kind/id`. */
  readonly attributes?: Readonly<Record<string, Attributes>>;
}

/** Activity, metrics and definitions on a database of their own, with one tenant: the server without its modules. */
export async function createTestEngine(options: EngineOptions) {
  const test = await createTestDatabase(options.postgresUrl);
  const { database } = test;
  const catalogues = await openCatalogues(database);
  const metrics = await createMetrics({
    database,
    profiles: {
      async attributes(_tenantId, kind, ids) {
        const found = ids.map((id) => [id, options.attributes?.[`${kind}/${id}`]] as const);
        return new Map(found.filter((pair): pair is readonly [string, Attributes] => pair[1] !== undefined));
      },
    },
  });
  const jobs: { queue: string; payload: object }[] = [];
  const recorder = new Recorder({
    database,
    catalogues,
    metrics,
    jobs: {
      async enqueue(_tx, queue, payload) {
        jobs.push({ queue, payload });
      },
    },
  });
  const definitions = createDefinitions({ database, metrics, audit: async () => {} });
  const log: ActivityLog = createPostgresLog(database, () => {});
  const tenant: Tenant = {
    id: 1 as TenantId,
    key: 'market',
    name: 'Market',
    zone: options.zone ?? 'Europe/Berlin',
    currency: 'EUR',
    mode: 'test',
  };
  const apply = (document: DefinitionsInput, { dryRun = false, prune = false } = {}) =>
    definitions.service.apply(tenant, Definitions.parse(document), { dryRun, prune, actor: 'operator:test' });
  if (options.definitions) await apply(options.definitions);
  const clock = options.clock ?? { now: () => Date.now() };
  return {
    ...test,
    tenant,
    catalogues,
    metrics,
    recorder,
    log,
    jobs,
    apply,
    door: createFrontDoor({ catalogues, log, clock }),
    async close() {
      await catalogues.close();
      await metrics.close();
      await test.drop();
    },
  };
}

export type TestEngine = Awaited<ReturnType<typeof createTestEngine>>;
