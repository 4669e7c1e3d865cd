import { BoardPage, type DefinitionsInput } from '@engagement/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { LISTED_ORIGIN, type Member } from '../../testing/cast.ts';
import { purchase, reversal } from '../../testing/events.ts';
import { applyDefinitions } from '../../testing/whole-server.ts';

const definitions: DefinitionsInput = {
  metrics: [
    {
      key: 'sales',
      subject: 'creator',
      sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
      fold: 'sum',
    },
    {
      key: 'followed',
      subject: 'user',
      sources: [{ type: 'creator.followed', subject: 'subject', value: 'data.creatorId' }],
      fold: 'unique',
    },
  ],
  boards: [
    { key: 'top', name: 'Top', metric: 'sales', following: 'followed' },
    { key: 'plain', name: 'Plain', metric: 'sales' },
  ],
};

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
  for (const member of [server.own, server.other]) await applyDefinitions(server.core, member, definitions);
  const sold = (prefix: string) =>
    ['c1', 'c2', 'c3', 'c4', 'c5'].map((creator, at) => purchase(`${prefix}${at}`, 100 - (at >> 1), { creator }));
  await record(server.own, ...sold('p'));
  await record(server.other, ...sold('p'), follows('f', 'ann', 'c5'));
});
afterAll(() => server.stop());

function follows(id: string, subject: string, creatorId: string) {
  const at = new Date().toISOString();
  return { id, source: 'shop', type: 'creator.followed', time: at, subject, data: { creatorId } };
}

async function record({ tenant }: Member, ...events: object[]): Promise<void> {
  const judged = await server.core.door.judge(tenant, events, { trust: 'server' });
  const facts = judged.map((acceptance) => {
    if ('rejection' in acceptance) throw new Error(JSON.stringify(acceptance.rejection));
    return acceptance.fact;
  });
  await server.core.recorder.recordAll(tenant, facts, 'http');
}

interface Credential {
  readonly token: string;
  readonly origin?: string;
}

const secret = (): Credential => ({ token: server.own.secretKey });
const publishable = (): Credential => ({ token: server.own.publishableKey, origin: LISTED_ORIGIN });
const user = async (id: string): Promise<Credential> => ({
  token: await server.own.userToken({ sub: id }),
  origin: LISTED_ORIGIN,
});

const get = (query: string, credential: Credential, board = 'top') =>
  server.send(`GET /v1/leaderboards/${board}/entries?${query}`, credential);

async function shown(query: string, credential: Credential) {
  const { body, status } = await get(query, credential);
  expect({ status, body }).toMatchObject({ status: 200 });
  const { data, total, me } = BoardPage.parse(body);
  return { data: data.map(({ id, rank, tied }) => [id, rank, tied]), total, me };
}

async function refused(query: string, credential: Credential, board?: string) {
  const { problem, pointers } = await get(query, credential, board);
  return [problem, ...pointers];
}

test('a user sees the board of those whom they follow, with the ranks of the whole board', async () => {
  await record(server.own, follows('f1', 'ann', 'c4'), follows('f2', 'ann', 'c1'), follows('f3', 'ann', 'newcomer'));
  const ann = await user('ann');
  // c1 and c2 share the first rank, c3 and c4 the third. Whoever has no entry is left out.
  const expected = {
    data: [
      ['c1', 1, true],
      ['c4', 3, true],
    ],
    total: 2,
    me: null,
  };
  expect(await shown('following=me', ann)).toEqual(expected);
  expect(await shown('following=ann', ann)).toEqual(expected);
  expect(await shown('following=ann', secret())).toEqual(expected);
  expect(await shown('following=me', await user('bob'))).toEqual({ data: [], total: 0, me: null });
  expect(await shown('following=me', await user('c2'))).toMatchObject({ data: [], me: { id: 'c2', rank: 1 } });
});

test('a follow is taken back exactly: the same again may follow, and another stands', async () => {
  const eve = await user('eve');
  await record(server.own, follows('e1', 'eve', 'c1'), follows('e2', 'eve', 'c1'), follows('e3', 'eve', 'c2'));
  await record(server.own, reversal('creator.unfollowed', 'u1', 'e1'), reversal('creator.unfollowed', 'u3', 'e3'));
  expect((await shown('following=me', eve)).data).toEqual([['c1', 1, true]]);
  await record(server.own, reversal('creator.unfollowed', 'u2', 'e2'));
  expect((await shown('following=me', eve)).data).toEqual([]);
  await record(server.own, follows('e4', 'eve', 'c2'));
  expect((await shown('following=me', eve)).data).toEqual([['c2', 1, true]]);
});

test('a list of ids is read by anyone, in the order of the board', async () => {
  const expected = {
    data: [
      ['c2', 1, true],
      ['c5', 5, false],
    ],
    total: 2,
  };
  for (const credential of [publishable(), secret(), await user('ann')])
    expect(await shown('ids=c5,nobody,c2', credential)).toMatchObject(expected);
});

test('a long list is read in pages, each good for its own list alone', async () => {
  await record(server.own, ...['c1', 'c3', 'c5'].map((creator, at) => follows(`l${at}`, 'lea', creator)));
  const lea = await user('lea');
  const first = await get('following=me&limit=2', lea);
  expect(first.body).toMatchObject({ total: 3, data: [{ id: 'c1' }, { id: 'c3' }] });
  const cursor = encodeURIComponent(first.body.nextCursor);
  expect((await get(`following=me&limit=2&cursor=${cursor}`, lea)).body).toMatchObject({
    total: 3,
    data: [{ id: 'c5', rank: 5 }],
    nextCursor: null,
  });
  for (const [query, credential] of [
    ['limit=2', lea],
    ['ids=c1,c3,c5&limit=2', lea],
    ['following=me&limit=2', await user('ann')],
    ['following=ann&limit=2', secret()],
  ] as const)
    expect(await refused(`${query}&cursor=${cursor}`, credential)).toEqual(['invalid-request', '/cursor']);
});

describe('refused:', () => {
  test('whom another user follows, unless a server asks', async () => {
    expect(await refused('following=eve', await user('ann'))).toEqual(['forbidden']);
    expect(await refused('following=eve', publishable())).toEqual(['forbidden']);
    expect(await refused('following=me', publishable())).toEqual(['invalid-request', '/following']);
    expect(await refused('following=me', secret())).toEqual(['invalid-request', '/following']);
  });

  test('a board that does not know whom a user follows, two lists at once, and lists that are none', async () => {
    expect(await refused('following=me', await user('ann'), 'plain')).toEqual(['invalid-request', '/following']);
    expect(await refused('following=me&ids=c1', await user('ann'))).toEqual(['invalid-request', '/ids']);
    const ids = Array.from({ length: 101 }, (_, at) => `c${at}`).join();
    expect(await refused(`ids=${ids}`, publishable())).toEqual(['invalid-request', '/ids']);
    expect(await refused('ids=', publishable())).toContain('invalid-request');
    expect((await get(`ids=${ids.slice(0, ids.lastIndexOf(','))}`, publishable())).status).toBe(200);
  });
});

test('another tenant’s user of the same name follows others', async () => {
  const theirs = { token: await server.other.userToken({ sub: 'ann' }), origin: LISTED_ORIGIN };
  expect((await shown('following=me', theirs)).data).toEqual([['c5', 5, false]]);
  expect((await get('following=ann', { token: server.other.secretKey })).body).toMatchObject({ total: 1 });
});
