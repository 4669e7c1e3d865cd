import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, problemType } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { TenantId } from '../kernel/tenant.ts';
import { rows } from '../platform/db/database.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { canary } from '../testing/canary.ts';
import { LISTED_ORIGIN } from '../testing/cast.ts';
import { purchase } from '../testing/events.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
});
afterAll(() => server.stop());

const one = (body: unknown, token = server.own.secretKey, origin?: string) =>
  server.send('POST /v1/events', { token, body, ...(origin && { origin }) });
const batch = (events: unknown, token = server.own.secretKey, origin?: string) =>
  server.send('POST /v1/events/batch', { token, body: { events }, ...(origin && { origin }) });

const view = (id: string, fields: object = {}) => ({
  id,
  source: 'shop',
  type: 'page.viewed',
  time: new Date().toISOString(),
  ...fields,
});

interface Recorded extends Record<string, unknown> {
  id: string;
  trust: string;
  subject: string | null;
}

const recorded = (tenantId: TenantId, prefix: string) =>
  rows<Recorded>(
    server.database.orm,
    sql`select id, trust, subject from activity_facts
        where tenant_id = ${tenantId} and starts_with(id, ${prefix}) order by id`,
  );

const waiting = async () =>
  (await rows<{ n: string }>(server.database.orm, sql`select count(*) as n from activity_log`))[0]?.n;

/** Waits until all that was accepted has been taken from the log. */
const settled = () => expect.poll(waiting).toBe('0');

describe('one event', () => {
  test('is answered 202 and recorded as what the server said', async () => {
    const reply = await one(purchase('one-1', 500));
    expect(reply).toMatchObject({ status: 202, body: { id: 'one-1', status: 'accepted' } });
    const facts = () => recorded(server.own.tenant.id, 'one-1');
    await expect.poll(facts).toEqual([{ id: 'one-1', trust: 'server', subject: 'u1' }]);
  });

  test.each([
    ['a field that nobody knows', { ...view('bad'), colour: 'red' }, '/colour'],
    ['a field of the data that nobody knows', view('bad', { data: { colour: 'red' } }), '/data/colour'],
    ['a type that nobody registered', view('bad', { type: 'game.invented' }), '/type'],
    ['a missing id', view(undefined as unknown as string), '/id'],
    ['a time that is none', view('bad', { time: 'yesterday' }), '/time'],
    [
      'a purchase without a currency',
      view('bad', { type: 'purchase.completed', data: { amount: 1 } }),
      '/data/currency',
    ],
    ['a list', [], ''],
  ])('with %s is refused, and the pointer says where', async (_what, body, pointer) => {
    const reply = await one(body);
    expect(reply).toMatchObject({ status: 400, problem: 'invalid-request' });
    expect(reply.pointers).toContain(pointer);
    await settled();
    expect(await recorded(server.own.tenant.id, 'bad')).toEqual([]);
  });
});

describe('a batch', () => {
  test('is answered item by item in order, and what is valid is recorded beside what is not', async () => {
    const reply = await batch([
      view('mixed-1'),
      view('mixed-2', { colour: 'red' }),
      view('mixed-3'),
      { ...purchase('mixed-4', 5), data: { amount: -5, currency: 'EUR' } },
      'no event',
      view('mixed-6', { type: 'game.invented' }),
    ]);
    const rejected = (id: string | null, ...errors: object[]) => ({
      id,
      status: 'rejected',
      error: { type: problemType('invalid-request'), errors: errors.map((error) => expect.objectContaining(error)) },
    });
    expect(reply).toMatchObject({ status: 200, body: { accepted: 2, rejected: 4 } });
    expect(reply.body.results).toMatchObject([
      { id: 'mixed-1', status: 'accepted' },
      rejected('mixed-2', { pointer: '/colour', code: 'unknown-field' }),
      { id: 'mixed-3', status: 'accepted' },
      rejected('mixed-4', { pointer: '/data/amount' }),
      rejected(null, { pointer: '' }),
      rejected('mixed-6', { pointer: '/type', code: 'unknown-type' }),
    ]);
    await settled();
    expect(await recorded(server.own.tenant.id, 'mixed')).toMatchObject([{ id: 'mixed-1' }, { id: 'mixed-3' }]);
  });

  test('may hold as many events as the contract says, and all are recorded', async () => {
    const events = Array.from({ length: MAX_BATCH_EVENTS }, (_, index) => view(`full-${index}`));
    const reply = await batch(events);
    expect(reply).toMatchObject({ status: 200, body: { accepted: MAX_BATCH_EVENTS, rejected: 0 } });
    expect(reply.body.results.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    await settled();
    expect(await recorded(server.own.tenant.id, 'full-')).toHaveLength(MAX_BATCH_EVENTS);
  });

  test.each([
    ['no events', [], '/events'],
    [
      'one event too many',
      Array.from({ length: MAX_BATCH_EVENTS + 1 }, (_, index) => view(`much-${index}`)),
      '/events',
    ],
    ['no list', 'events', '/events'],
  ])('of %s is refused as a whole', async (_what, events, pointer) => {
    expect(await batch(events)).toMatchObject({ status: 400, problem: 'invalid-request', pointers: [pointer] });
    await settled();
    expect(await recorded(server.own.tenant.id, 'much-')).toEqual([]);
  });

  test('with a field beside its events that nobody knows is refused as a whole', async () => {
    const body = { events: [view('beside-1')], colour: 'red' };
    const reply = await server.send('POST /v1/events/batch', { token: server.own.secretKey, body });
    expect(reply).toMatchObject({ status: 400, problem: 'invalid-request', pointers: ['/colour'] });
  });

  test('of more than 2 MB is refused before it is read', async () => {
    const events = [view('heavy-1', { data: { title: 'x'.repeat(MAX_BATCH_BYTES) } })];
    expect(await batch(events)).toMatchObject({ status: 413, problem: 'payload-too-large' });
  });
});

describe('a browser', () => {
  test('may say what it saw, and is recorded as a browser; a user token is its subject', async () => {
    const { publishableKey, user } = server.own;
    expect(await one(view('seen-1'), publishableKey, LISTED_ORIGIN)).toMatchObject({ status: 202 });
    expect(await one(view('seen-2'), await server.own.userToken(), LISTED_ORIGIN)).toMatchObject({ status: 202 });
    await settled();
    expect(await recorded(server.own.tenant.id, 'seen')).toEqual([
      { id: 'seen-1', trust: 'client', subject: null },
      { id: 'seen-2', trust: 'client', subject: user },
    ]);
  });

  test('may not send value events: alone or in a batch, where its neighbours go on', async () => {
    const token = server.own.publishableKey;
    const { subject: _, ...sale } = purchase('claimed-1', 5);
    const alone = await one(sale, token, LISTED_ORIGIN);
    expect(alone).toMatchObject({ status: 403, problem: 'forbidden', pointers: ['/type'] });
    const together = await batch([sale, view('claimed-2')], token, LISTED_ORIGIN);
    expect(together).toMatchObject({ status: 200, body: { accepted: 1, rejected: 1 } });
    expect(together.body.results).toMatchObject([
      {
        id: 'claimed-1',
        status: 'rejected',
        error: { type: problemType('forbidden'), errors: [{ pointer: '/type' }] },
      },
      { id: 'claimed-2', status: 'accepted' },
    ]);
    await settled();
    expect(await recorded(server.own.tenant.id, 'claimed')).toMatchObject([{ id: 'claimed-2' }]);
  });

  test('may not speak for another user', async () => {
    const body = view('posing-1', { subject: 'somebody-else' });
    for (const token of [await server.own.userToken(), server.own.publishableKey]) {
      const alone = await one(body, token, LISTED_ORIGIN);
      expect(alone).toMatchObject({ status: 400, problem: 'invalid-request', pointers: ['/subject'] });
      const together = await batch([body], token, LISTED_ORIGIN);
      expect(together.body.results).toMatchObject([
        { status: 'rejected', error: { errors: [{ pointer: '/subject' }] } },
      ]);
    }
    await settled();
    expect(await recorded(server.own.tenant.id, 'posing')).toEqual([]);
  });
});

test.each([
  ['no credential', undefined],
  ['a secret key that was never given out', 'sk_test_garbage'],
  ['what is no token', 'garbage'],
])('with %s nothing is taken', async (_what, token) => {
  for (const [path, body] of [
    ['/v1/events', view('stray-1')],
    ['/v1/events/batch', { events: [view('stray-1')] }],
  ] as const) {
    const reply = await server.send(`POST ${path}`, { body, ...(token !== undefined && { token }) });
    expect(reply).toMatchObject({ status: 401, problem: 'unauthenticated' });
  }
  await settled();
  const found = await rows(server.database.orm, sql`select 1 from activity_facts where id = 'stray-1'`);
  expect(found).toEqual([]);
});

test('the same id in two tenants is two facts, and neither hears of the other', async () => {
  const { own, other } = server;
  const [theirs, ours] = [canary('other'), canary('own')];
  expect(await one(view('same-1', { data: { title: theirs } }), other.secretKey)).toMatchObject({ status: 202 });
  await settled();
  const replies = [await one(view('same-1', { data: { title: ours } })), await batch([view('same-1', { colour: 1 })])];
  await settled();
  replies.push(await server.send('GET /v1/dead-letters', { token: own.secretKey }));
  expect(replies.map(({ status }) => status)).toEqual([202, 200, 200]);
  for (const { text } of replies) expect(text).not.toContain(theirs);
  const stored = await rows<{ tenant: number; title: string }>(
    server.database.orm,
    sql`select tenant_id as tenant, data ->> 'title' as title from activity_facts where id = 'same-1' order by 1`,
  );
  expect(stored).toEqual([
    { tenant: own.tenant.id, title: ours },
    { tenant: other.tenant.id, title: theirs },
  ]);
  const letters = await server.send('GET /v1/dead-letters', { token: other.secretKey });
  expect(letters.body.data).toEqual([]);
});
