import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { rows } from '../db/database.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import { type JobQueue, openJobQueue } from './jobs.ts';

const QUEUES = ['plain', 'lasting'];
let db: TestDatabase;
let jobs: JobQueue;

const open = (lasting: readonly string[]) =>
  openJobQueue({
    url: db.url,
    logger: pino({ level: 'silent' }),
    telemetry: createTelemetry(),
    queues: QUEUES,
    lasting,
    runsSchedules: false,
  });

beforeAll(async () => {
  db = await createTestDatabase(inject('postgresUrl'));
  // As an earlier version left them.
  await (await open([])).stop();
  jobs = await open(['lasting']);
});
afterAll(async () => {
  await jobs.stop();
  await db.drop();
});

interface Job extends Record<string, unknown> {
  name: string;
  state: string;
  seconds: number;
}

const held = async () =>
  Object.fromEntries(
    (
      await rows<Job>(
        db.database.orm,
        sql`select name, state::text, extract(epoch from start_after - now())::float8 as seconds from jobs.job`,
      )
    ).map((job) => [job.name, job]),
  );

test('a job that has failed for hours is given up, but not on a queue that lasts, where it comes within a minute', async () => {
  await db.database.transaction(async (tx) => {
    for (const queue of QUEUES) await jobs.enqueue(tx, queue, {});
  });
  await db.database.orm.execute(sql`update jobs.job set retry_count = 1000`);
  let isBroken = true;
  const done: string[] = [];
  for (const queue of QUEUES) {
    await jobs.work(queue, async () => {
      if (isBroken) throw new Error('The broker is away.');
      done.push(queue);
    });
  }
  await vi.waitFor(
    async () => expect(await held()).toMatchObject({ plain: { state: 'failed' }, lasting: { state: 'retry' } }),
    { timeout: 30_000, interval: 100 },
  );
  expect((await held()).lasting?.seconds).toBeLessThanOrEqual(60);
  isBroken = false;
  await db.database.orm.execute(sql`update jobs.job set start_after = now() where name = 'lasting'`);
  await vi.waitFor(() => expect(done).toEqual(['lasting']), { timeout: 30_000, interval: 100 });
}, 90_000);
