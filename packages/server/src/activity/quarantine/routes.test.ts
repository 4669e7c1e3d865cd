import { QuarantineCase } from '@engagement/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { LISTED_ORIGIN, type Member } from '../../testing/cast.ts';
import { digestOf } from '../../testing/database-digest.ts';
import { purchase } from '../../testing/events.ts';
import { applyDefinitions } from '../../testing/whole-server.ts';

let server: ApiServer;
let round = 0;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'all' });
  for (const member of [server.own, server.other])
    await applyDefinitions(server.core, member, {
      metrics: [
        {
          key: 'sold',
          subject: 'creator',
          sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
          fold: 'sum',
        },
      ],
      boards: [{ key: 'sellers', name: 'Sellers', metric: 'sold' }],
      caps: [{ key: 'purchases', types: ['purchase.completed'], by: ['subject'], limit: 1, per: 'day' }],
    });
});
afterAll(() => server.stop());
beforeEach(() => void round++);
/** Decides what a test has left. */
afterEach(async () => {
  for (const { id } of (await get('?state=open')).body.data) await act(id, 'reject');
});

/** One purchase that counts and `count` that are held; answers the id of their case. */
async function burst(count: number, name = 'u', member: Member = server.own): Promise<string> {
  const subject = `${name}-${round}`;
  const at = (n: number) => new Date(Date.now() - 1000 + n).toISOString();
  const events = Array.from({ length: count + 1 }, (_, n) =>
    purchase(`${subject}-${n}`, 10 ** n, { subject, creator: subject, at: at(n) }),
  );
  await server.send('POST /v1/events/batch', { token: member.secretKey, body: { events } });
  const found = async () => (await get('', member.secretKey)).body.data.find(held(subject, count));
  await expect.poll(found, { timeout: 20_000 }).toBeDefined();
  // The worker takes events off the log in a transaction of its own, after the one that records them.
  await expect.poll(() => server.core.log.backlog(), { timeout: 20_000 }).toBe(0);
  return (await found()).id;
}

const held = (subject: string, count: number) => (one: QuarantineCase) =>
  one.by.subject === subject && one.held === count;

const get = (path: string, token = server.own.secretKey) => server.send(`GET /v1/quarantine${path}`, { token });
const act = (id: string, verb: string, token = server.own.secretKey) =>
  server.send(`POST /v1/quarantine/${id}/${verb}`, { token });
const score = async (name = 'u') => {
  const subject = `${name}-${round}`;
  const path = `GET /v1/leaderboards/sellers/entries/around/${subject}`;
  const { body } = await server.send(path, { token: server.own.publishableKey, origin: LISTED_ORIGIN });
  return body.data.find(({ id }: { id: string }) => id === subject).score;
};

describe('the list', () => {
  test('has bursts newest first, by state, in pages', async () => {
    const [one, two, three] = [await burst(1, 'a'), await burst(1, 'b'), await burst(1, 'c')];
    await act(two, 'accept');
    const ids = async (path: string) => (await get(path)).body.data.map(({ id }: QuarantineCase) => id);
    expect((await ids('')).slice(0, 3)).toEqual([three, two, one]);
    expect(await ids('?state=open')).toEqual([three, one]);
    expect((await ids('?state=accepted'))[0]).toBe(two);
    const first = (await get('?state=open&limit=1')).body;
    const second = (await get(`?state=open&limit=1&cursor=${first.nextCursor}`)).body;
    expect([first.data[0].id, second.data[0].id, second.nextCursor]).toEqual([three, one, null]);
    for (const found of first.data) QuarantineCase.parse(found);
  });

  test.each([
    ['?limit=0', '/limit'],
    ['?limit=101', '/limit'],
    ['?state=held', '/state'],
    ['?cursor=eyJ9.x', '/cursor'],
    ['?user=u1', '/user'],
  ])('refuses %s', async (query, pointer) => {
    expect(await get(query)).toMatchObject({ status: 400, problem: 'invalid-request', pointers: [pointer] });
  });

  test('takes no cursor of another list or tenant', async () => {
    await burst(1, 'a');
    await burst(1, 'b');
    const { nextCursor } = (await get('?limit=1')).body;
    expect(nextCursor).toEqual(expect.any(String));
    expect(await get(`?limit=1&state=open&cursor=${nextCursor}`)).toMatchObject({ status: 400 });
    expect(await get(`?cursor=${nextCursor}`, server.other.secretKey)).toMatchObject({ status: 400 });
  });
});

test('a case shows the events that it holds, oldest first, in pages', async () => {
  const id = await burst(3);
  const whole = (await get(`/${id}`)).body;
  expect(whole.case).toMatchObject({ id, held: 3, state: 'open', cap: 'purchases' });
  expect(whole.data.map(({ id, counts }: { id: string; counts: boolean }) => [id, counts])).toEqual(
    [1, 2, 3].map((n) => [`u-${round}-${n}`, false]),
  );
  expect(whole.data[0]).toMatchObject({
    source: 'shop',
    trust: 'server',
    type: 'purchase.completed',
    subject: `u-${round}`,
    data: { amount: 10 },
  });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await get(`/${id}?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.data.map((event: { id: string }) => event.id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(whole.data.map((event: { id: string }) => event.id));
});

describe('a verdict', () => {
  test('that accepts shows on the board at once; twice is once, and the other one is a conflict', async () => {
    const id = await burst(2);
    expect(await score()).toBe(1);
    expect(await act(id, 'accept')).toMatchObject({ status: 200, body: { id, state: 'accepted' } });
    expect(await score()).toBe(111);
    expect(await act(id, 'accept')).toMatchObject({ status: 200, body: { id, state: 'accepted' } });
    expect(await score()).toBe(111);
    expect(await act(id, 'reject')).toMatchObject({ status: 409, problem: 'conflict' });
  });

  test('that rejects leaves the board as it is; twice is once, and the other one is a conflict', async () => {
    const id = await burst(2);
    expect(await act(id, 'reject')).toMatchObject({ status: 200, body: { id, state: 'rejected' } });
    expect(await act(id, 'reject')).toMatchObject({ status: 200, body: { id, state: 'rejected' } });
    expect(await act(id, 'accept')).toMatchObject({ status: 409, problem: 'conflict' });
    expect(await score()).toBe(1);
  });
});

describe.each(['GET /v1/quarantine/:id', 'POST /v1/quarantine/:id/accept', 'POST /v1/quarantine/:id/reject'])(
  'refused, with nothing changed: %s',
  (request) => {
    const send = (id: string, credential: { token?: string; origin?: string }) =>
      server.send(request.replace(':id', id), credential);

    test("another tenant's case is as if it were not there", async () => {
      const theirs = await burst(1, 'theirs', server.other);
      const before = await digestOf(server.database);
      const token = server.own.secretKey;
      const [found, nobodys] = [await send(theirs, { token }), await send('999999999', { token })];
      expect(found).toMatchObject({ status: 404, problem: 'not-found' });
      expect(found.body.detail).toBe(nobodys.body.detail);
      expect(await digestOf(server.database)).toBe(before);
      await act(theirs, 'reject', server.other.secretKey);
    });

    test.each(['0', '-1', 'one', '01', '1234567890123456789'])('%s is no id', async (id) => {
      const reply = await send(id, { token: server.own.secretKey });
      expect(reply).toMatchObject({ status: 400, problem: 'invalid-request', pointers: ['/id'] });
    });

    test('no credential, a publishable key, a user, or another scope', async () => {
      const id = await burst(1);
      const scope = request.startsWith('GET') ? 'quarantine:write' : 'quarantine:read';
      const narrow = await server.own.secretKeyWith([scope]);
      const before = await digestOf(server.database);
      const outcome = async (credential: { token?: string; origin?: string }) => (await send(id, credential)).problem;
      expect(await outcome({})).toBe('unauthenticated');
      const origin = LISTED_ORIGIN;
      expect(await outcome({ token: server.own.publishableKey, origin })).toBe('wrong-key-class');
      expect(await outcome({ token: await server.own.userToken(), origin })).toBe('wrong-key-class');
      expect(await outcome({ token: narrow })).toBe('forbidden');
      expect(await digestOf(server.database)).toBe(before);
    });
  },
);
