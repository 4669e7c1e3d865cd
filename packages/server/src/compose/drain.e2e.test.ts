import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { prove } from '../proof/index.ts';
import { createMember, type Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { launchServe, startServe } from '../testing/engagement.ts';
import { purchase } from '../testing/events.ts';
import { connect } from '../testing/socket.ts';
import { applyDefinitions, call } from '../testing/whole-server.ts';
import { type Core, openCore } from './core.ts';

const IN_FLIGHT = 200;
const masterKey = randomBytes(32);
let database: TestDatabase;
let core: Core;
let member: Member;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const logger = createLogger('fatal');
  core = await openCore({ databaseUrl: database.url, masterKey, kafkaBrokers: [], logger });
  member = await createMember(core.tenants, systemClock, 'market');
  await applyDefinitions(core, member, {
    metrics: [
      {
        key: 'revenue',
        subject: 'creator',
        sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
        fold: 'sum',
      },
    ],
  });
  environment = { DATABASE_URL: database.url, ENGAGEMENT_MASTER_KEY: masterKey.toString('hex'), LOG_LEVEL: 'info' };
});
afterAll(async () => {
  await core.close();
  await database.drop();
});

const recorded = async (): Promise<string[]> => {
  const found = await database.database.orm.execute<{ id: string }>(sql`select id from activity_facts`);
  return found.map(({ id }) => id);
};

/** A request that has sent all but its last byte; `finish` sends it, and resolves with the reply. */
async function almost(url: string, event: object) {
  const body = JSON.stringify(event);
  const sent = request(`${url}/v1/events`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${member.secretKey}`,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    },
  });
  const reply = new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, connection: response.headers.connection });
    });
  });
  reply.catch(() => {});
  await new Promise<void>((resolve) => sent.write(body.slice(0, -1), () => resolve()));
  return {
    finish() {
      sent.end(body.slice(-1));
      return reply;
    },
  };
}

test('SIGTERM: not ready first, then what is in hand is answered, and 0 within 30 seconds; what was answered is kept', async () => {
  const server = await startServe([], environment);
  const socket = await connect(server.url, member.publishableKey);
  const requests = await Promise.all(
    Array.from({ length: IN_FLIGHT }, (_, index) => almost(server.url, purchase(`drain-${index}`, 1))),
  );
  const began = performance.now();
  server.process.kill('SIGTERM');
  await vi.waitFor(async () => {
    const ready = await call(server, member.secretKey, 'GET /readyz');
    expect(ready).toMatchObject({ status: 503, body: { detail: expect.stringContaining('draining: stopping') } });
  }, 5000);
  expect((await fetch(`${server.url}/healthz`)).headers.get('connection')).toBe('close');
  await vi.waitFor(() => expect(socket.connected).toBe(false), 5000);
  await expect(connect(server.url, member.publishableKey)).rejects.toThrow();
  const replies = await Promise.all(requests.map(({ finish }) => finish()));
  expect(replies).toEqual(Array(IN_FLIGHT).fill({ status: 202, connection: 'close' }));
  expect(await server.ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(30_000);
  // Whatever its worker did not get to is the next one's.
  const next = await startServe(['--role', 'worker'], environment);
  const expected = Array.from({ length: IN_FLIGHT }, (_, index) => `drain-${index}`);
  await vi.waitFor(async () => expect(await recorded()).toEqual(expect.arrayContaining(expected)), 20_000);
  next.process.kill('SIGTERM');
  expect(await next.ended).toBe(0);
  expect((await prove(core.database, member.tenant)).differences).toEqual([]);
});

test('SIGTERM while it starts, also while it waits to migrate, ends it with 0, and the next start goes on', async () => {
  const fresh = await createTestDatabase(inject('postgresUrl'));
  const holder = postgres(fresh.url, { max: 1, onnotice: () => {} });
  const { promise: mayLetGo, resolve: letGo } = Promise.withResolvers<void>();
  const holding = holder.begin(async (tx) => {
    await tx`lock table drizzle.__drizzle_migrations in access exclusive mode`;
    await mayLetGo;
  });
  const own = { ...environment, DATABASE_URL: fresh.url };
  try {
    const starting = launchServe([], own);
    await vi.waitFor(
      async () => {
        const [waiting] = await fresh.database.orm.execute<{ n: number }>(
          sql`select count(*)::int as n from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(waiting?.n).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 100 },
    );
    starting.process.kill('SIGTERM');
    expect(await starting.ended).toBe(0);
  } finally {
    letGo();
    await holding;
    await holder.end();
  }
  const server = await startServe([], own);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  await fresh.drop();
});
