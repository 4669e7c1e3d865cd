import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { type Executor, retried } from '../db/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

const RETRY = { retryLimit: 5, retryDelay: 2, retryBackoff: true } as const;
/** Never given up: others wait for what comes of them, however long an engine is away. */
const LASTING = { ...RETRY, retryLimit: 2 ** 31 - 1, retryDelayMax: 60, retentionSeconds: 10 * 365 * 86_400 } as const;
const SCHEMA = 'jobs';
const POLL_SECONDS = 2;
/** Who has been silent for so long is dead, and somebody else does its jobs. */
const SILENT_SECONDS = 20;

/** Work that is done later, once, and tried again when it fails: pg-boss on the same Postgres. */
export interface JobQueue {
  /** Queues a job in the caller's transaction: it runs if and only if that commits. */
  enqueue(tx: Executor, queue: string, payload: object, options?: { startAfterSeconds?: number }): Promise<void>;
  /** Does the jobs of a queue. Handlers are idempotent: a job may come twice. */
  work<T extends object>(queue: string, handler: (payload: T) => Promise<void>): Promise<void>;
  /** Does something at the times of a cron expression, in UTC, on one process only. */
  schedule(queue: string, cron: string, handler: () => Promise<void>): Promise<void>;
  /** @throws when the queue cannot be read */
  check(): Promise<void>;
  stop(): Promise<void>;
}

export interface JobQueueOptions {
  readonly url: string;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  /** The queues that exist: created on start, so that a job can be queued before anyone works on it. */
  readonly queues: readonly string[];
  /** Those of them whose jobs are tried until they are done, at least once a minute. Others are tried for some minutes. */
  readonly lasting?: readonly string[];
  /** Whether this process runs the clock for scheduled jobs. */
  readonly runsSchedules: boolean;
}

export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { url, logger, queues, lasting = [], runsSchedules } = options;
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    max: 4,
    schedule: runsSchedules,
    application_name: 'engagement-jobs',
    superviseIntervalSeconds: SILENT_SECONDS,
    monitorIntervalSeconds: SILENT_SECONDS,
  });
  boss.on('error', (error) => logger.error({ err: error }, 'the job queue failed'));
  await boss.start();
  for (const queue of queues) {
    const settings = { ...(lasting.includes(queue) ? LASTING : RETRY), heartbeatSeconds: SILENT_SECONDS };
    // Servers that start together meet in the same rows.
    await retried(() => boss.createQueue(queue, settings));
    // One that an earlier version has created is left as it was.
    await retried(() => boss.updateQueue(queue, settings));
  }
  const count = countJobs(options);
  return {
    async enqueue(tx, queue, payload, { startAfterSeconds } = {}) {
      const options = startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds };
      await boss.send(queue, payload, { ...options, db: fromDrizzle(tx, sql) });
    },
    async work(queue, handler) {
      await boss.work(queue, { batchSize: 50, pollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
        for (const job of jobs) await count(queue, () => handler(job.data as Parameters<typeof handler>[0]));
      });
    },
    async schedule(queue, cron, handler) {
      await boss.work(queue, { pollingIntervalSeconds: POLL_SECONDS }, () => count(queue, handler));
      await retried(() => boss.schedule(queue, cron, {}, { tz: 'UTC' }));
    },
    async check() {
      await boss.isInstalled();
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

function countJobs({ queues, telemetry }: JobQueueOptions) {
  const jobs = telemetry.counter({
    name: 'engagement_jobs_total',
    help: 'Jobs that this process did, by queue; a failed one is tried again',
    labels: { queue: queues, outcome: ['done', 'failed'] } as Record<'queue' | 'outcome', readonly string[]>,
  });
  return async (queue: string, work: () => Promise<void>): Promise<void> => {
    let outcome = 'failed';
    try {
      await work();
      outcome = 'done';
    } finally {
      jobs.add({ queue, outcome });
    }
  };
}
