import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createTestEngine, type TestEngine } from '../../engine.ts';
import { Conduct } from '../conduct.ts';
import { chaosDefinitions, seasonsOf } from '../definitions.ts';
import { Observer } from '../observer.ts';
import type { Said } from '../story.ts';
import { Shop } from '../workload.ts';
import { type Check, lookAt, type Surroundings } from './check.ts';
import { storedOnce } from './i01-effects.ts';
import { numbersFollow } from './i02-numbers.ts';
import { projectionFollows } from './i04-redis.ts';
import { goodConduct } from './i11-apart.ts';
import { outboxDelivered } from './i12-outbox.ts';
import { nothingStuck } from './i14-stuck.ts';
import { processesLive } from './i15-processes.ts';

/** Thursday, noon in Berlin. */
const STARTED = Date.parse('2026-11-26T11:00:00Z');
const ZONE = 'Europe/Berlin';
const EVENTS = 250;

let engine: TestEngine;
let observer: Observer;
let shop: Shop;
let scene: Surroundings;

beforeEach(async () => {
  engine = await createTestEngine({
    postgresUrl: inject('postgresUrl'),
    zone: ZONE,
    definitions: chaosDefinitions(STARTED, ZONE, 0),
    clock: { now: () => STARTED },
  });
  // What is tried here is broken by hand.
  engine.leaveUnproven();
  // Nothing here is asked of Kafka.
  observer = new Observer(engine.url, 1);
  const conduct = new Conduct();
  conduct.keepApart(
    new Map([
      ['own', 'canary-own'],
      ['other', 'canary-other'],
    ]),
  );
  const tenant = { key: 'own', bird: 'canary-own', secretKey: '', publishableKey: '', zone: ZONE };
  const produce = async () => {};
  const rates = { patienceMs: 1000, eventsPerSecond: 1, readsPerSecond: 1 };
  shop = new Shop(tenant, { seed: 'checks', startedAt: STARTED, conduct, urls: () => [], produce, ...rates });
  scene = {
    observer,
    // Boards are checked where servers run.
    redis: undefined as never,
    conduct,
    shops: [{ shop, tenantId: engine.tenant.id, topic: 'shop.own', seasons: seasonsOf(STARTED, ZONE) }],
    urls: [],
    processes: [],
    spectators: () => [],
    archives: new Map(),
    warmBytes: new Map(),
    poison: { inTopics: new Map(), inLog: 0 },
  };
});
afterEach(async () => {
  await observer.sql.end();
  await engine.close();
});

/** Tells the story to the engine; what was recorded was also acknowledged. */
async function tell(): Promise<void> {
  const told = Array.from({ length: EVENTS }, () => shop.story.next()).filter(({ fate }) => fate !== 'refused');
  // A conflict comes after what it conflicts with, as it does in a log.
  const [conflicts, others] = [told.filter(isConflict), told.filter((said) => !isConflict(said))];
  for (const batch of [[{ event: shop.story.opening(), fate: 'recorded', again: false } as const], others, conflicts]) {
    const attempts = batch.map((said) => shop.history.attempt(said));
    const facts = await engine.accept(batch.map(({ event }) => event));
    await engine.recorder.recordAll(engine.tenant, facts, 'log');
    shop.history.answer(attempts, 'acked', 'log');
  }
}

const isConflict = ({ fate }: Said) => fate === 'conflict';

const run = (statement: ReturnType<typeof sql>) => engine.database.orm.execute(statement);
const found = async ({ check }: Check) => (await check(lookAt(scene))).length;

test('a story that was recorded breaks nothing: the model, the fold and the letters agree', async () => {
  await tell();
  expect(await storedOnce.check(lookAt(scene))).toEqual([]);
  expect(await numbersFollow.check(lookAt(scene))).toEqual([]);
  expect(shop.history.early).toBeGreaterThan(0);
  expect(shop.history.repeats).toBeGreaterThan(0);
  expect(shop.history.late).toBeGreaterThan(0);
  const kinds = new Set([...shop.history.events.values(), ...shop.history.conflicts.values()].map(({ fate }) => fate));
  expect([...kinds].sort()).toEqual(['conflict', 'failed', 'recorded']);
}, 60_000);

test('what is lost, invented, forged, set aside too much or too little, and counted wrong is found', async () => {
  await tell();
  await run(
    sql`delete from activity_facts where id like 'download-%' and ctid in (select min(ctid) from activity_facts where id like 'download-%')`,
  );
  expect(await found(storedOnce)).toBe(1);
  await run(
    sql`update activity_facts set id = 'nobody-said-it' where id like 'review-%' and ctid in (select min(ctid) from activity_facts where id like 'review-%')`,
  );
  expect(await found(storedOnce)).toBe(3);
  await run(
    sql`update activity_facts set subject = 'somebody' where id like 'sale-%' and ctid in (select min(ctid) from activity_facts where id like 'sale-%')`,
  );
  expect(await found(storedOnce)).toBe(4);

  const before = await found(numbersFollow);
  await run(
    sql`update metric_values set value = value + 1 where metric_id = (select id from metrics where key = 'sales') and subject_ref = (select min(subject_ref) from metric_values where metric_id = (select id from metrics where key = 'sales'))`,
  );
  expect(await found(numbersFollow)).toBe(before + 1);
}, 60_000);

test('an empty Redis is found', async () => {
  await tell();
  const redis = { boards: async () => [] } as unknown as Surroundings['redis'];
  scene = { ...scene, redis };
  const missing = await projectionFollows.check(lookAt(scene));
  expect(missing).toContain('top-sellers all-time  of own is not in Redis');
  expect(missing).toContain('least-downloaded all-time  of own is not in Redis');
}, 60_000);

test('what came through the log stands there; what was answered at once need not', async () => {
  await tell();
  const fill = ({ messages }: Observer['log'], about: readonly string[]) => {
    for (const [offset, each] of about.entries()) messages.set(`0/${offset}`, { partition: 0, offset, about: each });
  };
  const letters = await observer.letters(engine.tenant.id);
  fill(
    observer.letterTopic,
    letters.map(({ id }) => `${engine.tenant.id}:${id}`),
  );
  const facts = await observer.facts(engine.tenant.id);
  fill(
    observer.log,
    facts.map(({ id }) => id),
  );
  expect(await outboxDelivered.check(lookAt(scene))).toEqual([]);

  observer.log.messages.delete('0/0');
  const said = shop.history.events.get(facts[0]?.id ?? '');
  expect(await outboxDelivered.check(lookAt(scene))).toEqual([`${said?.event.id} is stored, and was never in the log`]);
  Object.assign(said ?? {}, { waited: true, logged: false });
  expect(await found(outboxDelivered)).toBe(0);
  observer.letterTopic.messages.delete('0/0');
  expect(await found(outboxDelivered)).toBe(1);
}, 60_000);

test('a byte of another tenant is found', async () => {
  scene.conduct.received('own', 'canary-own', 'a reply');
  expect(await goodConduct.check(lookAt(scene))).toEqual([]);
  scene.conduct.received('own', '… canary-other …', 'a reply');
  expect(await found(goodConduct)).toBe(1);
});

test('letters that are no poison, and poison that has no letter, are found', async () => {
  await tell();
  await run(sql`create schema if not exists jobs`);
  await run(
    sql`create table if not exists jobs.job (name text, state text, retry_count int, output jsonb, start_after timestamptz, started_on timestamptz, expire_seconds int)`,
  );
  expect(await nothingStuck.check(lookAt(scene))).toEqual([]);
  await run(sql`delete from dead_letters where id = (select min(id) from dead_letters)`);
  expect(await found(nothingStuck)).toBe(1);
  await run(
    sql`insert into dead_letters (tenant_id, reason, detail, trust, origin, payload, payload_hash, fingerprint) values (${engine.tenant.id}, 'failed', '', 'server', 'log', '{}', '', 'x')`,
  );
  expect(await found(nothingStuck)).toBe(3);
  await run(
    sql`insert into activity_awaiting (tenant_id, trust, source, id, reverses_trust, reverses_source, reverses_id)
      select tenant_id, trust, source, id, trust, source, id from activity_facts where reverses_id is null limit 1`,
  );
  expect(await found(nothingStuck)).toBe(4);
}, 60_000);

test('a process that ends, is surprised, or grows without end is found', async () => {
  const state = { age: 10, mebibytes: 150, log: '' };
  const process = {
    name: 'worker-1',
    pid: 1,
    unasked: [] as string[],
    ageSeconds: () => state.age,
    takeLog: () => state.log,
    residentBytes: () => state.mebibytes * 2 ** 20,
  };
  scene = { ...scene, processes: [process] };
  expect(await found(processesLive)).toBe(0);
  Object.assign(state, { age: 100, mebibytes: 200 });
  expect(await found(processesLive)).toBe(0);
  Object.assign(state, { age: 200, mebibytes: 340 });
  expect(await found(processesLive)).toBe(0);
  state.mebibytes = 360;
  expect(await processesLive.check(lookAt(scene))).toEqual(['worker-1 has grown from 200 MiB to 360 MiB']);
  Object.assign(state, { mebibytes: 200, log: 'unhandled' });
  process.unasked.push('1');
  expect(await found(processesLive)).toBe(2);
});
