import type { Telemetry } from '../platform/telemetry/telemetry.ts';
import type { DoorOutcome } from './front-door.ts';
import type { ActivityLog } from './log.ts';
import type { WorkerCounts } from './worker.ts';

const BATCH_SIZES = [1, 10, 50, 100, 250, 500, 1000, 2000];
const BATCH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what comes of events; those that were answered at once never saw the log. */
export function meterEvents(telemetry: Telemetry): (outcome: DoorOutcome | 'answered', events: number) => void {
  const counted = telemetry.counter({
    name: 'engagement_events_total',
    help: 'Events that came in, by what came of them',
    labels: { outcome: ['accepted', 'answered', 'rejected', 'refused'] },
  });
  return (outcome, events) => counted.add({ outcome }, events);
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
