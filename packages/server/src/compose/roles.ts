import { reportAwaiting } from '../activity/awaiting-job.ts';
import { openDeadLetterTopic } from '../activity/dead-letter-topic.ts';
import { NOBODY, type SetAside, setAside } from '../activity/dead-letters.ts';
import { meterWorker } from '../activity/meters.ts';
import { forgetOldCounts } from '../activity/quarantine/forget.ts';
import { AWAITING_QUEUE, CAP_COUNTS_QUEUE, DEAD_LETTER_QUEUE } from '../activity/queues.ts';
import { startTopicInputs } from '../activity/topic-inputs.ts';
import { startWorker } from '../activity/worker.ts';
import type { TenantId } from '../kernel/tenant.ts';
import type { LeaderboardsModule } from '../modules/leaderboards/index.ts';
import { RETENTION_QUEUE } from '../retention/index.ts';
import { type Core, NIGHT_QUEUE, SEASON_QUEUE, SNAPSHOT_QUEUE } from './core.ts';
import { meterDeadLetters } from './meters.ts';

export interface RunningRole {
  stop(): Promise<void>;
}

/** Takes events from the log, and from the topics that tenants already have. */
export async function startWorkerRole(core: Core): Promise<RunningRole> {
  const worker = await startWorker({
    log: core.log,
    recorder: core.recorder,
    tenants: { byId: (id) => core.tenants.tenantById(id) },
    async setAsideForNobody(letters) {
      core.logger.error({ letters: letters.length }, 'entries of the log belong to no tenant: see dead-letter list');
      await setAsideAndTell(core, NOBODY, letters);
    },
  });
  meterWorker(worker.counts, core.telemetry);
  const inputs = await startInputs(core);
  const keeping = core.standings.startKeeping();
  return {
    async stop() {
      await Promise.all([inputs.stop(), worker.stop(), keeping.stop()]);
    },
  };
}

/** Sets letters aside, and has the new ones copied to Kafka. */
export function setAsideAndTell(
  { database, jobs }: Core,
  tenantId: TenantId,
  letters: readonly SetAside[],
): Promise<void> {
  return database.transaction(async (tx) => {
    const ids = await setAside(tx, tenantId, letters);
    if (ids.length > 0) await jobs.enqueue(tx, DEAD_LETTER_QUEUE, { tenantId, ids });
  });
}

/** The bound topics; read anew when a binding changes. */
async function startInputs(core: Core): Promise<RunningRole> {
  const { kafka, topics, tenants, door, logger } = core;
  if (!kafka) return { stop: async () => {} };
  const inputs = await startTopicInputs({
    kafka,
    door,
    bound: async () => (await topics.list()).map(({ topic }) => topic),
    async tenantOf(topic) {
      const id = await topics.tenantOf(topic);
      return id === undefined ? undefined : tenants.tenantById(id);
    },
    setAside: (tenant, letters) => setAsideAndTell(core, tenant.id, letters),
    onFailure: (err) => logger.warn({ err }, 'the bound topics could not be read; trying again'),
  });
  const unlisten = await topics.onChange(() => void inputs.refresh());
  return {
    async stop() {
      await unlisten();
      await inputs.stop();
    },
  };
}

/** Does what is queued and what is due. */
export async function startSchedulerRole(core: Core, boards: LeaderboardsModule['jobs']): Promise<RunningRole> {
  meterDeadLetters(core.database, core.telemetry);
  const deadLetterTopic = core.kafka && (await openDeadLetterTopic(core.kafka, core.database));
  await core.jobs.work<Parameters<typeof reportAwaiting>[1]>(AWAITING_QUEUE, (payload) =>
    reportAwaiting(core, payload),
  );
  await core.jobs.work<Parameters<NonNullable<typeof deadLetterTopic>['publish']>[0]>(
    DEAD_LETTER_QUEUE,
    async (payload) => {
      await deadLetterTopic?.publish(payload);
    },
  );
  await core.jobs.schedule(SNAPSHOT_QUEUE, '* * * * *', async () => {
    // First the ranks as they were, then what moves them: so that growth of a new day shows who rose.
    try {
      await boards.takeDueSnapshots();
    } finally {
      await boards.renewScores();
    }
  });
  await core.jobs.schedule(NIGHT_QUEUE, '*/10 * * * *', async () => {
    await boards.takeDueNights();
  });
  await core.jobs.schedule(CAP_COUNTS_QUEUE, '17 3 * * *', () => forgetOldCounts(core.database));
  await core.jobs.schedule(SEASON_QUEUE, '* * * * *', () => boards.runSeasons());
  await core.jobs.schedule(RETENTION_QUEUE, '23 3 * * *', () => letOldFactsGo(core));
  return { stop: async () => deadLetterTopic?.close() };
}

/** Every tenant's, then the partitions that have become empty. What fails for one tenant holds up no other. */
async function letOldFactsGo({ tenants, retention, logger }: Core): Promise<void> {
  for (const tenant of await tenants.tenants()) {
    try {
      const retained = await retention.run(tenant, 'job:retention');
      if (retained) logger.info({ tenant: tenant.key, ...retained }, 'old facts dropped');
    } catch (err) {
      logger.error({ err, tenant: tenant.key }, 'old facts could not be dropped; they are left for tomorrow');
    }
  }
  await retention.sweep();
}
