import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { prove } from '../proof/index.ts';
import type { Member } from '../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { purchase, refund } from '../testing/events.ts';
import { applyDefinitions, startWholeServer, type WholeServer } from '../testing/whole-server.ts';

const SESSIONS = 20;
/** The promise, to which comes what the machine makes of it while it runs other tests. */
const FAST_MS = 2000;
let database: TestDatabase;
let server: WholeServer;
let member: Member;

async function start(parameters = ''): Promise<void> {
  server = await startWholeServer({ databaseUrl: database.url + parameters });
  member = await server.createMember('market');
  await applyDefinitions(server.core, member, {
    metrics: [
      {
        key: 'revenue',
        subject: 'creator',
        sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
        fold: 'sum',
      },
    ],
    boards: [{ key: 'top-sellers', name: 'Top sellers', metric: 'revenue' }],
  });
}
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

async function ask(request: string, body?: unknown) {
  const [method = '', path] = request.split(' ');
  const began = performance.now();
  const reply = await fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${member.secretKey}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, text, ms: performance.now() - began, retryAfter: reply.headers.get('retry-after') };
}

test('while twenty sessions hold the tables, requests are refused fast, health is told, and all is well afterwards', async () => {
  await start();
  expect((await ask('POST /v1/events', purchase('before', 5))).status).toBe(202);
  // A batch in hand would hold some tables and wait for others, and so would the sessions.
  await vi.waitFor(async () => expect(await server.core.log.backlog()).toBe(0), 30_000);
  const tables = await rows<{ name: string }>(
    database.database.orm,
    sql`select oid::regclass::text as name from pg_class
        where relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace)
          and relkind in ('r', 'p') and not relispartition and relname not in ('tenants', 'tenant_api_keys') order by 1`,
  );
  const sessions = postgres(database.url, { max: SESSIONS, onnotice: () => {} });
  const { promise: mayLetGo, resolve: letGo } = Promise.withResolvers<void>();
  const holding: Promise<void>[] = [];
  const held = Array.from({ length: SESSIONS }, (_, session) => {
    const mine = tables.filter((_table, index) => index % SESSIONS === session);
    return new Promise<void>((resolve) => {
      const work = sessions.begin(async (tx) => {
        for (const { name } of mine) await tx.unsafe(`lock table ${name} in access exclusive mode`);
        resolve();
        await mayLetGo;
      });
      holding.push(work.then(() => {}));
    });
  });
  await Promise.all(held);
  try {
    const requests = [
      ...Array.from({ length: 10 }, () => ask('POST /v1/events', purchase(randomUUID(), 5))),
      ...Array.from({ length: 10 }, () => ask('GET /v1/leaderboards/top-sellers/entries')),
      ...Array.from({ length: 10 }, () => ask(`PUT /v1/users/${randomUUID()}`, { name: 'Ada' })),
    ];
    const health = await ask('GET /healthz');
    const ready = await ask('GET /readyz');
    const replies = await Promise.all(requests);
    // Health asks no engine: what that takes longer than it should, so does everything else, several times over.
    const fast = FAST_MS + 500 + 5 * health.ms;
    expect(health.status).toBe(200);
    expect([ready.status, ready.ms < fast]).toEqual([503, true]);
    expect(ready.text).toContain('log: ');
    for (const reply of replies)
      expect([reply.status, reply.retryAfter === null, reply.ms < fast]).toEqual([503, false, true]);
    const told = replies.map(({ text }) => JSON.parse(text).detail);
    expect(told).toContain('The database has no connection free for this request.');
    expect(told).not.toContain('The database cannot be reached.');
  } finally {
    letGo();
    await Promise.all(holding);
    await sessions.end();
  }
  await vi.waitFor(async () => expect((await ask('GET /readyz')).status).toBe(200), { timeout: 30_000, interval: 100 });
  expect((await ask('POST /v1/events', purchase('after', 5))).status).toBe(202);
  await vi.waitFor(async () => expect(await server.core.log.backlog()).toBe(0), 30_000);
  expect((await prove(server.core.database, member.tenant)).differences).toEqual([]);
}, 60_000);

test('serializable everywhere, impatient locks and deadlocks: answered with 503 at worst, and every effect once', async () => {
  await start('?default_transaction_isolation=serializable&lock_timeout=200');
  const rival = postgres(database.url, { max: 2, onnotice: () => {} });
  let rivalling = true;
  /** Locks counters one after the other in an order of its own, as no code of ours would. */
  const rivals = [1, 2].map(async (offset) => {
    while (rivalling) {
      await rival
        .begin(async (tx) => {
          const found = await tx<{ ref: string }[]>`select subject_ref as ref from metric_values`;
          for (const { ref } of found.sort(() => offset - 1.5)) {
            await tx`select 1 from metric_values where subject_ref = ${ref} for update`;
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        })
        .catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
  const acknowledged = new Set<string>();
  const statuses = new Set<number>();
  let next = 0;
  const callers = Array.from({ length: 6 }, async () => {
    for (let turn = 0; turn < 15; turn++) {
      const ids = Array.from({ length: 4 }, () => `busy-${next++}`);
      const events = ids.flatMap((id, at) => {
        const bought = purchase(id, 100, { creator: `c${(next + at) % 6}`, subject: `u${at}` });
        return at === 0 ? [bought, refund(`${id}-back`, id, 40)] : [bought];
      });
      const reply = await ask('POST /v1/events/batch', { events });
      statuses.add(reply.status);
      if (reply.status === 200) for (const id of ids) acknowledged.add(id);
      statuses.add((await ask('GET /v1/leaderboards/top-sellers/entries')).status);
      statuses.add((await ask(`PUT /v1/users/u${turn % 3}`, { name: `Name ${turn}` })).status);
    }
  });
  await Promise.all(callers);
  const [stats] = await rows<{ back: string }>(
    database.database.orm,
    sql`select xact_rollback as back from pg_stat_database where datname = current_database()`,
  );
  rivalling = false;
  await Promise.all(rivals);
  await rival.end();
  expect([...statuses].filter((status) => status !== 503).sort()).toEqual([200]);
  await vi.waitFor(async () => expect(await server.core.log.backlog()).toBe(0), { timeout: 30_000, interval: 100 });
  console.log(`${acknowledged.size} acknowledged, ${stats?.back} transactions rolled back`);
  expect(Number(stats?.back)).toBeGreaterThan(0);
  const recorded = await rows<{ id: string }>(
    database.database.orm,
    sql`select id from activity_facts where starts_with(id, 'busy-') and type = 'purchase.completed'`,
  );
  expect(recorded.map(({ id }) => id)).toEqual(expect.arrayContaining([...acknowledged]));
  const letters = await rows<{ n: number }>(database.database.orm, sql`select count(*)::int as n from dead_letters`);
  expect(letters[0]?.n).toBe(0);
  expect((await prove(server.core.database, member.tenant)).differences).toEqual([]);
}, 90_000);
