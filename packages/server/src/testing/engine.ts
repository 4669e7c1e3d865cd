import { Definitions, type DefinitionsInput } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Speaker } from '../activity/accept.ts';
import { type Fact, identityKey } from '../activity/fact.ts';
import { createFrontDoor } from '../activity/front-door.ts';
import type { ActivityLog } from '../activity/log.ts';
import { createPostgresLog } from '../activity/postgres-log.ts';
import { createQuarantineService } from '../activity/quarantine/service.ts';
import { type Outcome, Recorder } from '../activity/recorder.ts';
import { resettle } from '../activity/resettle.ts';
import { openCatalogues } from '../definitions/catalogues.ts';
import { createDefinitions } from '../definitions/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { createMetrics } from '../metrics/index.ts';
import type { Attributes } from '../metrics/stamp.ts';
import { sealedSeasons } from '../modules/leaderboards/index.ts';
import { insertAudit } from '../modules/tenants/repository.ts';
import { type Database, openDatabase } from '../platform/db/database.ts';
import { createRetention } from '../retention/index.ts';
import { createTestDatabase } from './database.ts';
import { assertProven } from './proven.ts';

export interface EngineOptions {
  readonly postgresUrl: string;
  readonly zone?: string;
  readonly definitions?: DefinitionsInput;
  readonly clock?: Clock;
  /** Profile attributes, by `kind/id`. */
  readonly attributes?: Readonly<Record<string, Attributes>>;
}

interface QueuedJob {
  readonly queue: string;
  readonly payload: object;
  readonly startAfterSeconds?: number | undefined;
}

const MARKET: Tenant = {
  id: 1 as TenantId,
  key: 'market',
  name: 'Market',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  mode: 'test',
};

/** What one process of the server has in memory: caches of its own on a database that others use too. */
async function startProcess(database: Database, attributes: EngineOptions['attributes'] = {}) {
  const catalogues = await openCatalogues(database);
  const metrics = await createMetrics({
    database,
    profiles: {
      async attributes(_tenantId, kind, ids) {
        const found = ids.map((id) => [id, attributes[`${kind}/${id}`]] as const);
        return new Map(found.filter((pair): pair is readonly [string, Attributes] => pair[1] !== undefined));
      },
    },
  });
  const jobs: QueuedJob[] = [];
  const recorder = new Recorder({
    database,
    catalogues,
    metrics,
    jobs: {
      async enqueue(_tx, queue, payload, { startAfterSeconds } = {}) {
        jobs.push({ queue, payload, startAfterSeconds });
      },
    },
  });
  const stop = async () => {
    await catalogues.close();
    await metrics.close();
  };
  return { catalogues, metrics, recorder, jobs, stop };
}

/** Activity, metrics and definitions on a database of their own, with one tenant: the server without its modules. */
export async function createTestEngine(options: EngineOptions) {
  const test = await createTestDatabase(options.postgresUrl);
  const { database } = test;
  const { stop, ...engine } = await startProcess(database, options.attributes);
  const { catalogues, metrics, recorder } = engine;
  const clock = options.clock ?? { now: () => Date.now() };
  const retention = createRetention({ database, catalogues, metrics, clock, sealedSeasons, audit: insertAudit });
  const definitions = createDefinitions({ database, metrics, retention, resettle, sealedSeasons, audit: insertAudit });
  const log: ActivityLog = createPostgresLog(database, () => {});
  const tenant: Tenant = { ...MARKET, zone: options.zone ?? MARKET.zone };
  const apply = (document: DefinitionsInput, { dryRun = false, prune = false, to = tenant } = {}) =>
    definitions.service.apply(to, Definitions.parse(document), { dryRun, prune, actor: 'operator:test' });
  if (options.definitions) await apply(options.definitions);
  const door = createFrontDoor({ catalogues, log, clock });

  /** Judges events as the front door does; one that is refused is an error. */
  async function accept(events: readonly object[], speaker: Speaker = { trust: 'server' }): Promise<Fact[]> {
    const judged = await door.judge(tenant, events, speaker);
    return judged.map((acceptance) => {
      if ('rejection' in acceptance) throw new Error(JSON.stringify(acceptance.rejection));
      return acceptance.fact;
    });
  }

  let tenants = 1;
  let corrupted = false;
  return {
    ...test,
    ...engine,
    tenant,
    definitions: definitions.service,
    log,
    quarantine: createQuarantineService({ database, catalogues, metrics, audit: insertAudit }),
    apply,
    retention,
    door,
    accept,

    /** Accepts events and records them in one batch. What became of each, in order. */
    async send(...events: object[]): Promise<(Outcome | undefined)[]> {
      const facts = await accept(events);
      const { outcomes } = await recorder.recordAll(tenant, facts, 'http');
      return facts.map((fact) => outcomes.get(identityKey(fact)));
    },

    /** Another tenant on the same database, with the same definitions. */
    async addTenant(): Promise<Tenant> {
      tenants += 1;
      const added = { ...tenant, id: tenants as TenantId, key: `market-${tenants}` };
      if (options.definitions) await apply(options.definitions, { to: added });
      return added;
    },

    /** A second process on the same database. */
    async startAnother() {
      const other = openDatabase({ url: test.url, applicationName: 'test-other', maxConnections: 4 });
      const { stop: stopOther, ...process } = await startProcess(other, options.attributes);
      return {
        ...process,
        /** Ends every connection to the database but its own. */
        async breakConnections() {
          await other.orm.execute(sql`
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name = 'test'`);
        },
        async stop() {
          await stopOther();
          await other.close();
        },
      };
    },

    /** For a test that writes rows by hand: its numbers need not follow from its facts. */
    leaveUnproven(): void {
      corrupted = true;
    },

    /** @throws when a number of any tenant does not follow from its facts */
    async close() {
      try {
        if (!corrupted) await assertProven(database);
      } finally {
        await stop();
        await test.drop();
      }
    },
  };
}

export type TestEngine = Awaited<ReturnType<typeof createTestEngine>>;
