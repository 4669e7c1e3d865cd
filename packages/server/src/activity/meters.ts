import type { Telemetry } from '../platform/telemetry/telemetry.ts';
import type { FrontDoor } from './front-door.ts';
import type { ActivityLog } from './log.ts';
import type { WorkerCounts } from './worker.ts';

const BATCH_SIZES = [1, 10, 50, 100, 250, 500, 1000, 2000];
const BATCH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A front door that counts what comes of events. */
export function meterDoor(door: FrontDoor, telemetry: Telemetry): FrontDoor {
  const events = telemetry.counter({
    name: 'engagement_events_total',
    help: 'Events that came in: accepted, rejected as invalid, or refused because the log could not take them',
    labels: { outcome: ['accepted', 'rejected', 'refused'] },
  });
  return {
    ...door,
    async submit(tenant, submitted, speaker) {
      try {
        const judged = await door.submit(tenant, submitted, speaker);
        const accepted = judged.filter((acceptance) => 'fact' in acceptance).length;
        events.add({ outcome: 'accepted' }, accepted);
        events.add({ outcome: 'rejected' }, judged.length - accepted);
        return judged;
      } catch (error) {
        events.add({ outcome: 'refused' }, submitted.length);
        throw error;
      }
    },
  };
}

/** A log that tells how far behind its workers are, what waits to be appended, and how its batches go. */
export function meterLog(log: ActivityLog, telemetry: Telemetry): ActivityLog {
  telemetry.gauge(
    { name: 'engagement_log_backlog', help: 'Events in the log that no worker has finished with', labels: {} },
    async () => [[{}, await log.backlog()]],
  );
  telemetry.gauge(
    { name: 'engagement_log_held_events', help: 'Events of this process on their way into the log', labels: {} },
    () => [[{}, log.held().items]],
  );
  telemetry.gauge(
    { name: 'engagement_log_held_bytes', help: 'Bytes of this process on their way into the log', labels: {} },
    () => [[{}, log.held().bytes]],
  );
  const size = telemetry.histogram({
    name: 'engagement_batch_events',
    help: 'Events that a worker took at once',
    labels: {},
    buckets: BATCH_SIZES,
  });
  const duration = telemetry.histogram({
    name: 'engagement_batch_duration_seconds',
    help: 'From a batch in hand to its commit, or its failure',
    labels: { outcome: ['done', 'failed'] },
    buckets: BATCH_SECONDS,
  });
  return {
    ...log,
    consume: (handle) =>
      log.consume(async (batch) => {
        const start = performance.now();
        let outcome: 'done' | 'failed' = 'failed';
        try {
          await handle(batch);
          outcome = 'done';
        } finally {
          size.observe({}, batch.length);
          duration.observe({ outcome }, (performance.now() - start) / 1000);
        }
      }),
  };
}

/** What a worker has counted since it started. */
export function meterWorker(counts: WorkerCounts, telemetry: Telemetry): void {
  telemetry.total(
    {
      name: 'engagement_facts_total',
      help: 'Facts taken from the log, by outcome; a duplicate is a repetition or a redelivery',
      labels: { outcome: ['recorded', 'duplicate', 'conflict', 'failed', 'unreadable'] },
    },
    () => (Object.keys(counts) as (keyof WorkerCounts)[]).map((outcome) => [{ outcome }, counts[outcome]]),
  );
}
