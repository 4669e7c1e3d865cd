import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { LISTED_ORIGIN, type Member } from '../testing/cast.ts';
import { digestOf } from '../testing/database-digest.ts';
import { purchase } from '../testing/events.ts';
import { type SetAside, setAside } from './dead-letters.ts';

let server: ApiServer;
let made = 0;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
});
afterAll(() => server.stop());
beforeEach(() => server.database.orm.execute(sql`delete from dead_letters`));

/** Sets aside what arrived, as a bound topic does. */
async function aside(payload: unknown, { tenant }: Member = server.own): Promise<string> {
  made += 1;
  const letter: SetAside = {
    reason: 'invalid',
    detail: 'it was not registered',
    trust: 'server',
    origin: 'kafka:orders/0',
    offset: `${made}`,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    fingerprint: `orders/0/${made}`,
  };
  const [id] = await server.database.transaction((tx) => setAside(tx, tenant.id, [letter]));
  return `${id}`;
}

const list = (query = '', { secretKey }: Member = server.own) =>
  server.send(`GET /v1/dead-letters${query}`, { token: secretKey });
const act = (id: string, verb: string, { secretKey }: Member = server.own) =>
  server.send(`POST /v1/dead-letters/${encodeURIComponent(id)}/${verb}`, { token: secretKey });
const idsIn = ({ body }: Awaited<ReturnType<typeof list>>) => body.data.map(({ id }: { id: string }) => id);
const recorded = (id: string) =>
  rows<{ tenant: number }>(
    server.database.orm,
    sql`select tenant_id as tenant from activity_facts where id = ${id} order by 1`,
  );

describe('the list', () => {
  test('shows what arrived, newest first, page by page to the end', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push(await aside(purchase(`listed-${index}`, 5)));
    const seen: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.status).toBe(200);
      seen.push(idsIn(page));
      cursor = page.body.nextCursor as string | null;
    }
    const [a, b, c, d, e] = ids;
    expect(seen).toEqual([[e, d], [c, b], [a]]);
    expect((await list('?limit=1')).body.data[0]).toEqual({
      id: e,
      reason: 'invalid',
      detail: 'it was not registered',
      origin: 'kafka:orders/0',
      offset: `${made}`,
      payload: expect.stringContaining('listed-4'),
      payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: expect.stringMatching(/^\d{4}-/),
      state: 'open',
    });
  });

  test('is narrowed by state, and its cursor holds for that list alone', async () => {
    const ids = [await aside('a'), await aside('b'), await aside('c')] as const;
    await act(ids[1], 'discard');
    expect(idsIn(await list('?state=discarded'))).toEqual([ids[1]]);
    expect(idsIn(await list('?state=open'))).toEqual([ids[2], ids[0]]);
    expect(idsIn(await list('?state=replayed'))).toEqual([]);
    const { nextCursor } = (await list('?state=open&limit=1')).body;
    expect(idsIn(await list(`?state=open&limit=1&cursor=${nextCursor}`))).toEqual([ids[0]]);
    expect(await list(`?cursor=${nextCursor}`)).toMatchObject({ status: 400, pointers: ['/cursor'] });
    expect(await list(`?state=open&cursor=${nextCursor}`, server.other)).toMatchObject({
      status: 400,
      pointers: ['/cursor'],
    });
  });

  test.each([
    ['a cursor that was made up', '?cursor=Mg.c2lnbmF0dXJl', '/cursor'],
    ['a limit of none', '?limit=0', '/limit'],
    ['a limit beyond the largest', '?limit=101', '/limit'],
    ['a limit that is no number', '?limit=many', '/limit'],
    ['a state that is none', '?state=closed', '/state'],
    ['a filter that nobody knows', '?reason=invalid', '/reason'],
  ])('refuses %s', async (_what, query, pointer) => {
    expect(await list(query)).toMatchObject({ status: 400, problem: 'invalid-request', pointers: [pointer] });
  });
});

describe('a replay', () => {
  test('records the event once, also when it is replayed twice', async () => {
    const id = await aside(purchase('again-1', 5));
    expect(await act(id, 'replay')).toMatchObject({ status: 200, body: { id, state: 'replayed' } });
    await expect.poll(() => recorded('again-1')).toEqual([{ tenant: server.own.tenant.id }]);
    expect(await act(id, 'replay')).toMatchObject({ status: 200, body: { id, state: 'replayed' } });
    const waiting = () => rows(server.database.orm, sql`select 1 from activity_log`);
    await expect.poll(waiting).toEqual([]);
    expect(await recorded('again-1')).toHaveLength(1);
    expect((await list()).body.data).toMatchObject([{ id, state: 'replayed' }]);
  });

  test.each([
    ['what is no JSON', '{broken', 409, 'conflict'],
    ['what is still refused', purchase('still-1', -5), 422, 'rule-violation'],
  ])('of %s says why, and the letter stays open', async (_what, payload, status, problem) => {
    const id = await aside(payload);
    expect(await act(id, 'replay')).toMatchObject({ status, problem });
    expect((await list()).body.data).toMatchObject([{ id, state: 'open' }]);
  });
});

test('a letter that is discarded is closed, and its event is not recorded', async () => {
  const id = await aside(purchase('dropped-1', 5));
  expect(await act(id, 'discard')).toMatchObject({ status: 200, body: { id, state: 'discarded' } });
  expect((await list()).body.data).toMatchObject([{ id, state: 'discarded' }]);
  expect(await recorded('dropped-1')).toEqual([]);
});

describe.each(['replay', 'discard'])('refused, with nothing changed: %s', (verb) => {
  test("of another tenant's letter, which is as if it were not there", async () => {
    const id = await aside(purchase('theirs-1', 5), server.other);
    const before = await digestOf(server.database);
    const theirs = await act(id, verb);
    const nobodys = await act('999999999', verb);
    expect(theirs).toMatchObject({ status: 404, problem: 'not-found' });
    expect(theirs.body.detail).toBe(nobodys.body.detail);
    expect(nobodys).toMatchObject({ status: 404, problem: 'not-found' });
    expect(idsIn(await list())).toEqual([]);
    expect(await digestOf(server.database)).toBe(before);
  });

  test.each(['0', '-1', '1.5', 'one', '01', '1234567890123456789', "1' or true"])(
    'of %s, which is no id',
    async (id) => {
      expect(await act(id, verb)).toMatchObject({ status: 400, problem: 'invalid-request', pointers: ['/id'] });
    },
  );

  test('without a credential, with a publishable key, or with a scope to read alone', async () => {
    const id = await aside(purchase('kept-1', 5));
    const reader = await server.own.secretKeyWith(['dead-letters:read']);
    const before = await digestOf(server.database);
    const outcome = async (credential: { token?: string; origin?: string }) =>
      (await server.send(`POST /v1/dead-letters/${id}/${verb}`, credential)).problem;
    expect(await outcome({})).toBe('unauthenticated');
    expect(await outcome({ token: server.own.publishableKey, origin: LISTED_ORIGIN })).toBe('wrong-key-class');
    expect(await outcome({ token: reader })).toBe('forbidden');
    expect(await digestOf(server.database)).toBe(before);
  });
});
