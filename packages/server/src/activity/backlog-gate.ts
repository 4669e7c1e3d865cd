import { sql } from 'drizzle-orm';
import { type Database, rows } from '../platform/db/database.ts';
import { logUnavailable } from './group-commit.ts';

const MEASURE_MS = 1000;

/**
 * Refuses appends while more rows than `highWater` wait for the workers. Measured at most once a second, and beside the
 * appends, so that a gate costs them nothing: it closes, and opens, a second late.
 */
export function createBacklogGate(database: Database, highWater: number): { check(): void } {
  let waiting = 0;
  let measured = Number.NEGATIVE_INFINITY;
  let measuring = false;

  async function measure(): Promise<void> {
    measuring = true;
    try {
      waiting = await estimate(database, highWater);
    } catch {
      // An append will say what is wrong with Postgres.
    } finally {
      measured = performance.now();
      measuring = false;
    }
  }

  return {
    /** @throws ProblemError `service-unavailable` */
    check() {
      if (!measuring && performance.now() - measured >= MEASURE_MS) void measure();
      if (waiting > highWater) throw logUnavailable('The workers are behind: too many events wait to be recorded.');
    },
  };
}

/** The span of sequences is two looks at the index; only one that is too wide, as after lost sequences, is counted. */
async function estimate({ orm }: Database, highWater: number): Promise<number> {
  const [row] = await rows<{ span: string }>(
    orm,
    sql`select coalesce((select max(sequence) from activity_log) - (select min(sequence) from activity_log) + 1, 0) as span`,
  );
  const span = Number(row?.span);
  if (span <= highWater) return span;
  const [counted] = await rows<{ n: string }>(
    orm,
    sql`select count(*) as n from (select from activity_log limit ${highWater + 1}) as waiting`,
  );
  return Number(counted?.n);
}
