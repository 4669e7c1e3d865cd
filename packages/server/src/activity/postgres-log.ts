import { sql } from 'drizzle-orm';
import { type Database, json, rows } from '../platform/db/database.ts';
import { createBacklogGate } from './backlog-gate.ts';
import { type GroupCommitLimits, groupCommit } from './group-commit.ts';
import { type ActivityLog, decodeEntry, encodeRecord, type LogEntry, MAX_BATCH } from './log.ts';

const CHANNEL = 'engagement_log';
const IDLE_MS = 1000;
const FAILURE_PAUSE_MS = 500;
/** Some half a gigabyte of table, and a minute's work of a worker that has caught up with its engine. */
const HIGH_WATER = 1_000_000;

export interface PostgresLogOptions {
  /** Where batches are handed out: a worker waits for locks as long as they are held. */
  readonly work?: Database;
  /** Rows that wait for the workers, above which appends are refused. */
  readonly highWater?: number;
  readonly limits?: Partial<GroupCommitLimits>;
}

/**
 * The log as a table: a worker locks the oldest rows, and deletes them when its work is committed.
 * If it dies, its locks die with its connection, and the rows are handed out again.
 */
export function createPostgresLog(
  database: Database,
  onFailure: (error: unknown) => void,
  { work = database, highWater = HIGH_WATER, limits }: PostgresLogOptions = {},
): ActivityLog {
  const gate = createBacklogGate(database, highWater);
  const line = groupCommit<string>(
    (records) =>
      database.retried(async () => {
        await database.orm.execute(sql`
          with appended as (
            insert into activity_log (record)
            select record from jsonb_array_elements_text(${json(records)}) as new(record))
          select pg_notify(${CHANNEL}, '')`);
      }),
    (record) => record.length,
    limits,
  );

  async function handleNext(handle: (batch: readonly LogEntry[]) => Promise<void>): Promise<number> {
    return work.transaction(async (tx) => {
      const taken = await rows<{ sequence: string; record: string }>(
        tx,
        sql`select sequence, record from activity_log order by sequence limit ${MAX_BATCH} for update skip locked`,
      );
      if (taken.length === 0) return 0;
      await handle(taken.map(({ sequence, record }) => decodeEntry(record, sequence)));
      await tx.execute(sql`
        delete from activity_log
        where sequence in (select value::bigint from jsonb_array_elements_text(${json(taken.map(({ sequence }) => sequence))}))`);
      return taken.length;
    });
  }

  return {
    async append(records) {
      gate.check();
      await line.append(records.map(encodeRecord));
    },
    held: line.held,

    async consume(handle) {
      let stopping = false;
      let inHand = Promise.resolve();
      const takeInHand = (batch: readonly LogEntry[]) => {
        inHand = handle(batch);
        return inHand;
      };
      const doorbell = createDoorbell();
      const unlisten = await database.listen(CHANNEL, doorbell.ring);
      const loop = (async () => {
        while (!stopping) {
          const taken = await handleNext(takeInHand).catch(async (error: unknown) => {
            // The rows may have been lost with their connection while they were still worked on.
            await inHand.catch(() => {});
            onFailure(error);
            return undefined;
          });
          if (stopping) break;
          if (taken === undefined) await new Promise((resolve) => setTimeout(resolve, FAILURE_PAUSE_MS));
          else if (taken === 0) await doorbell.wait(IDLE_MS);
        }
      })();
      return {
        async stop() {
          stopping = true;
          doorbell.ring();
          await loop;
          await unlisten();
        },
      };
    },

    async backlog() {
      const [row] = await rows<{ n: string }>(database.orm, sql`select count(*) as n from activity_log`);
      return Number(row?.n ?? 0);
    },

    async close() {},
  };
}

/** Waits until it is rung, or for a while; a ring that came before the wait counts. */
function createDoorbell() {
  let rung = false;
  let answer = () => {};
  return {
    ring() {
      rung = true;
      answer();
    },
    async wait(ms: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
    },
  };
}
