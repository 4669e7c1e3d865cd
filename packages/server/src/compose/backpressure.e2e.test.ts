import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { rows } from '../platform/db/database.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { createMember, type Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Running, startServe } from '../testing/engagement.ts';
import { purchase } from '../testing/events.ts';
import { openCore } from './core.ts';

const STALL_MS = 24_000;
const CALLERS = 30;
/** A large batch: some 250 kB. */
const EVENTS = 450;
/** A heap that has to be collected, so that what grows is what is held. */
const HEAP = '--max-old-space-size=160';
/** Of the second half of the stall over the first, which brings the callers in. */
const GROWTH = 1.15;

const masterKey = randomBytes(32);
let database: TestDatabase;
let member: Member;
let server: Running;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const logger = createLogger('fatal');
  const core = await openCore({ databaseUrl: database.url, masterKey, kafkaBrokers: [], logger });
  member = await createMember(core.tenants, systemClock, 'market');
  await core.close();
  server = await startServe(['--role', 'api'], {
    DATABASE_URL: database.url,
    ENGAGEMENT_MASTER_KEY: masterKey.toString('hex'),
    NODE_OPTIONS: HEAP,
  });
});
afterAll(async () => {
  server?.process.kill('SIGKILL');
  await database.drop();
});

const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

let next = 0;
async function send() {
  const mine = next++;
  const events = Array.from({ length: EVENTS }, (_, at) => purchase(`p-${mine}-${at}-${'x'.repeat(60)}`, 1));
  const reply = await fetch(`${server.url}/v1/events/batch`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${member.secretKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ events }),
  });
  const { type } = (await reply.json()) as { type?: string };
  return { status: reply.status, type, retryAfter: reply.headers.get('retry-after') };
}

test('while the table of the log is locked, events are refused with Retry-After and memory stays; nothing answered is lost', async () => {
  for (let warm = 0; warm < 30; warm++) expect((await send()).status).toBe(200);
  const calm = residentMb();
  const holder = postgres(database.url, { max: 1, onnotice: () => {} });
  const { promise: mayLetGo, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const holding = holder.begin(async (tx) => {
    await tx`lock table activity_log in access exclusive mode`;
    hold();
    await mayLetGo;
  });
  await held;
  let accepted = 30;
  let refused = 0;
  const most = { early: 0, late: 0 };
  const end = performance.now() + STALL_MS;
  const callers = Array.from({ length: CALLERS }, async () => {
    while (performance.now() < end) {
      const { status, type, retryAfter } = await send();
      if (status === 200) accepted++;
      else {
        expect([status, type, Number(retryAfter) > 0]).toEqual([503, 'urn:engagement:error:service-unavailable', true]);
        refused++;
      }
      const half = performance.now() < end - STALL_MS / 2 ? 'early' : 'late';
      most[half] = Math.max(most[half], residentMb());
    }
  });
  await Promise.all(callers);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  console.log(
    `${refused} refused; resident ${Math.round(calm)} MB before, ${Math.round(most.early)} MB, then ${Math.round(most.late)} MB at most`,
  );
  expect(accepted).toBe(30);
  // What was sent is no business of the log's.
  expect(server.log()).not.toContain('p-30-');
  expect(refused).toBeGreaterThan(CALLERS);
  expect(most.late).toBeLessThan(most.early * GROWTH);
  letGo();
  await holding;
  await holder.end();
  await vi.waitFor(async () => expect((await send()).status).toBe(200), { timeout: 15_000, interval: 200 });
  const [row] = await rows<{ n: number }>(
    database.database.orm,
    sql`select count(*)::int as n from activity_log where record like '%"p-%'`,
  );
  expect(row?.n).toBeGreaterThanOrEqual(31 * EVENTS);
}, 120_000);
