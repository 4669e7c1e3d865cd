import { hkdfSync } from 'node:crypto';
import { createDeadLetterService } from '../activity/dead-letter-service.ts';
import { createFrontDoor } from '../activity/front-door.ts';
import { createKafkaLog } from '../activity/kafka-log.ts';
import type { ActivityLog } from '../activity/log.ts';
import { meterEvents, meterLog } from '../activity/meters.ts';
import { createPostgresLog } from '../activity/postgres-log.ts';
import { Progress } from '../activity/progress.ts';
import { createQuarantineService } from '../activity/quarantine/service.ts';
import { AWAITING_QUEUE, CAP_COUNTS_QUEUE, DEAD_LETTER_QUEUE } from '../activity/queues.ts';
import { Recorder } from '../activity/recorder.ts';
import { resettle } from '../activity/resettle.ts';
import { createTopicBindings } from '../activity/topic-bindings.ts';
import { openCatalogues } from '../definitions/catalogues.ts';
import { createDefinitions } from '../definitions/index.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { createMetrics } from '../metrics/index.ts';
import {
  noteVisibility,
  openRedisEngine,
  openSqlEngine,
  sealedSeasons,
  Unshown,
} from '../modules/leaderboards/index.ts';
import { createProfilesModule } from '../modules/profiles/index.ts';
import { createTenantsModule } from '../modules/tenants/index.ts';
import { openDatabase, REQUEST_PATIENCE } from '../platform/db/database.ts';
import { openJobQueue } from '../platform/jobs/jobs.ts';
import { createKafka } from '../platform/kafka/kafka.ts';
import { openRedis } from '../platform/redis/redis.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { createTelemetry } from '../platform/telemetry/telemetry.ts';
import { createRetention, RETENTION_QUEUE } from '../retention/index.ts';
import { meterDatabase, meterHealing, meterProjection, meterStale } from './meters.ts';

export const SNAPSHOT_QUEUE = 'leaderboards.snapshot';
export const NIGHT_QUEUE = 'leaderboards.night';
export const SEASON_QUEUE = 'leaderboards.seasons';

/** The largest batch takes a few seconds. */
const STUCK_MS = 30_000;

export interface CoreOptions {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly redisUrl?: string | undefined;
  readonly kafkaBrokers: readonly string[];
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Whether this process runs the clock for scheduled jobs. */
  readonly runsSchedules?: boolean;
  /** After how long boards are built again for what nobody has shown: as long as a busy engine may take for it. */
  readonly unshownMs?: number | undefined;
  /** For how long a batch of the log may fail, or take, before the process says that it is not ready. */
  readonly stuckMs?: number | undefined;
  /** A command has nobody waiting for it: it waits for locks as long as they are held. */
  readonly isCommand?: boolean;
}

/** Everything below the doors: what both the server and the commands work with. Opened once, closed once. */
export async function openCore(options: CoreOptions) {
  const { logger, databaseUrl, clock = systemClock } = options;
  const telemetry = createTelemetry();
  const connection = { url: databaseUrl, applicationName: 'engagement' };
  const database = openDatabase({
    ...connection,
    maxConnections: 14,
    ...(!options.isCommand && { patience: REQUEST_PATIENCE }),
  });
  // What nobody waits for has connections of its own, and time: batches of the log, and definitions that fold history.
  const work = openDatabase({ ...connection, maxConnections: 8 });
  meterDatabase({ requests: database, work }, telemetry);
  const tenants = createTenantsModule({ database, masterKey: options.masterKey, clock });
  const catalogues = await openCatalogues(database);
  // The metrics read profiles and the profiles read surrogates: each is handed the other's face, not the other.
  const redis = options.redisUrl === undefined ? undefined : openRedis(options.redisUrl, logger);
  const unshown =
    redis &&
    new Unshown({
      database: work,
      onTrouble: (err) => logger.warn({ err }, 'boards are built once more than they had to be'),
    });
  const metrics = await createMetrics({
    database,
    work,
    profiles: { attributes: (...asked) => profiles.attributes(...asked) },
    unshown,
    onRebuild: (...rebuilt) => standings.onRebuild(...rebuilt),
    onTrouble: (err) => logger.warn({ err }, 'a change could not be told; trying again'),
  });
  const profiles = createProfilesModule({
    database,
    subjects: metrics.subjects,
    recordAudit: tenants.recordAudit,
    announce: metrics.announce,
    boards: {
      note: noteVisibility,
      ...(unshown && { remember: (tx, tenantId) => unshown.note(tx, tenantId) }),
      refresh: (...moved) => standings.refresh.subjects(...moved),
    },
  });
  const healed = meterHealing(telemetry);
  const failed = meterProjection(telemetry);
  const standings = unshown
    ? await openRedisEngine({
        redis,
        unshown,
        unshownMs: options.unshownMs,
        database: work,
        readers: database.orm,
        clock,
        catalogues,
        periods: metrics,
        concerned: metrics,
        notices: metrics.notices,
        tenants: { list: () => tenants.tenants() },
        onHealed: (tenant, differences) => {
          healed.add({}, differences);
          const level = differences > 0 ? 'error' : 'info';
          logger[level](
            { tenant: tenant.key, differences },
            'boards in Redis were proven; what differed is built again',
          );
        },
        onTrouble(err) {
          failed.add({});
          logger.warn({ err }, 'a board in Redis cannot be used; Postgres answers meanwhile');
        },
      })
    : openSqlEngine(database.orm);
  if (standings.condition) meterStale(standings.condition, telemetry);
  const jobs = await openJobQueue({
    url: databaseUrl,
    logger,
    telemetry,
    queues: [
      AWAITING_QUEUE,
      DEAD_LETTER_QUEUE,
      CAP_COUNTS_QUEUE,
      SNAPSHOT_QUEUE,
      NIGHT_QUEUE,
      SEASON_QUEUE,
      RETENTION_QUEUE,
    ],
    lasting: [DEAD_LETTER_QUEUE],
    runsSchedules: options.runsSchedules ?? false,
  });
  const kafka = options.kafkaBrokers.length > 0 ? createKafka(options.kafkaBrokers, logger) : undefined;
  const progress = new Progress(options.stuckMs ?? STUCK_MS);
  const onFailure = (err: unknown) => {
    progress.failed();
    logger.warn({ err }, 'a batch of the log could not be handled; trying again');
  };
  const engine: ActivityLog = kafka
    ? await createKafkaLog(kafka, onFailure)
    : createPostgresLog(database, onFailure, { work });
  const log = progress.of(meterLog(engine, telemetry));
  const countEvents = meterEvents(telemetry);
  const door = createFrontDoor({ catalogues, log, clock, count: countEvents });
  const { recordAudit: audit } = tenants;
  const { projection } = standings;
  const retention = createRetention({ database: work, catalogues, clock, metrics, sealedSeasons, audit });
  return {
    database,
    databaseUrl,
    redisUrl: options.redisUrl,
    clock,
    logger,
    telemetry,
    kafka,
    redis,
    tenants,
    profiles,
    catalogues,
    metrics,
    standings,
    jobs,
    log,
    progress,
    door,
    countEvents,
    recorder: new Recorder({ database: work, catalogues, metrics, jobs, projection }),
    retention,
    definitions: createDefinitions({
      database: work,
      metrics,
      retention,
      resettle,
      sealedSeasons,
      audit,
      onBoards: standings.refresh.boards,
    }),
    deadLetters: createDeadLetterService({ database, door, audit }),
    quarantine: createQuarantineService({ database: work, catalogues, metrics, projection, audit }),
    topics: createTopicBindings(database, audit),
    async close() {
      await jobs.stop();
      await log.close();
      await standings.close();
      await catalogues.close();
      await metrics.close();
      redis?.close();
      await Promise.all([database.close(), work.close()]);
    },
  };
}

export type Core = Awaited<ReturnType<typeof openCore>>;

/** A key for one purpose, derived from the master key. */
export function derivedKey(masterKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32));
}
