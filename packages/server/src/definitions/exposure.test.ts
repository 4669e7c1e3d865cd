import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { rows } from '../platform/db/database.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { LISTED_ORIGIN } from '../testing/cast.ts';
import { digestOf } from '../testing/database-digest.ts';

const views = {
  key: 'views',
  subject: 'asset',
  sources: [{ type: 'asset.viewed', subject: 'data.assetId' }],
  fold: 'count',
  windows: ['week', 'month', 'all-time'],
};
const board = { key: 'most-viewed', name: 'Most viewed', metric: 'views' };
const DOCUMENT = { metrics: [views], boards: [{ ...board, key: 'first' }, board, { ...board, key: 'last' }] };
const EVERYWHERE = { enabled: true, placements: null, windows: ['week', 'month', 'all-time'] };

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await apply({}, '?prune=1');
  await apply(DOCUMENT);
});

async function apply(body: object, query = '') {
  const reply = await server.send(`PUT /v1/definitions${query}`, { token: server.own.secretKey, body });
  expect(reply).toMatchObject({ status: 200 });
  return reply.body;
}

const path = '/v1/leaderboards/most-viewed/exposure';
const get = (token = server.own.secretKey) => server.send(`GET ${path}`, { token });
const put = (body: unknown, token = server.own.secretKey) => server.send(`PUT ${path}`, { token, body });
const exposure = async () => (await get()).body;
const boards = async () =>
  (await server.send('GET /v1/definitions', { token: server.own.secretKey })).body.definitions.boards;

test('a board is shown everywhere until it is said otherwise; fields left out stay, null is everywhere and all', async () => {
  expect(await get()).toMatchObject({ status: 200, body: EVERYWHERE });
  expect((await put({ placements: ['home', 'profile'] })).body).toEqual({
    ...EVERYWHERE,
    placements: ['home', 'profile'],
  });
  expect((await put({ enabled: false, windows: ['all-time', 'week'] })).body).toEqual({
    enabled: false,
    placements: ['home', 'profile'],
    windows: ['week', 'all-time'],
  });
  expect(await exposure()).toEqual((await put({})).body);
  expect((await put({ enabled: true, placements: null, windows: null })).body).toEqual(EVERYWHERE);
  expect((await boards())[1].shownWindows).toBe(null);
});

test('a change is one revision and one line of the audit log, of the document that is applied; what changes nothing is none', async () => {
  const read = async () => ({
    revisions: await rows(
      server.database.orm,
      sql`select revision, by, changes from definition_revisions order by revision`,
    ),
    lines: await rows(
      server.database.orm,
      sql`select actor, object from tenant_audit_log where action = 'definitions.applied' order by id`,
    ),
  });
  const before = await read();
  await put({ enabled: false });
  await put({ enabled: false });
  const after = await read();
  const revision = before.revisions.length + 1;
  const by = expect.stringMatching(/^key:key_/);
  expect(after.revisions.slice(before.revisions.length)).toEqual([
    { revision, by, changes: [{ kind: 'board', key: 'most-viewed', change: 'changed', fields: ['enabled'] }] },
  ]);
  expect(after.lines.slice(before.lines.length)).toEqual([{ actor: by, object: `revision ${revision}` }]);
  expect((await boards()).map(({ key, enabled }: { key: string; enabled: boolean }) => [key, enabled])).toEqual([
    ['first', true],
    ['most-viewed', false],
    ['last', true],
  ]);
});

describe('a file that is applied again', () => {
  test('leaves what it does not say as it was set', async () => {
    const set = { enabled: false, placements: ['home'], windows: ['month'] };
    await put(set);
    expect((await apply(DOCUMENT)).changes).toEqual([]);
    expect((await apply({ boards: [{ ...board, name: 'Favourites' }] })).changes).toMatchObject([{ fields: ['name'] }]);
    expect(await exposure()).toEqual(set);
  });

  test('has its way with what it says, and null is everywhere', async () => {
    await put({ enabled: false, placements: ['home'], windows: ['month'] });
    await apply({ boards: [{ ...board, enabled: true, placements: null, shownWindows: null }] });
    expect(await exposure()).toEqual(EVERYWHERE);
    await apply({ boards: [{ ...board, placements: ['shop'], shownWindows: ['week'] }] });
    expect(await exposure()).toEqual({ enabled: true, placements: ['shop'], windows: ['week'] });
  });

  test('may take a window away that was shown', async () => {
    await put({ windows: ['month'] });
    await apply({ boards: [{ ...board, windows: ['week', 'all-time'] }] });
    expect(await exposure()).toEqual({ ...EVERYWHERE, windows: ['week', 'all-time'] });
  });

  test('may be the export of what is there', async () => {
    await put({ enabled: false, placements: ['home'], windows: ['month'] });
    const { definitions } = (await server.send('GET /v1/definitions', { token: server.own.secretKey })).body;
    await apply({}, '?prune=1');
    await apply(definitions);
    expect(await exposure()).toEqual({ enabled: false, placements: ['home'], windows: ['month'] });
  });

  test('shows no window that the board does not have', async () => {
    const body = { boards: [{ ...board, windows: ['week'], shownWindows: ['week', 'month'] }] };
    const reply = await server.send('PUT /v1/definitions', { token: server.own.secretKey, body });
    expect(reply).toMatchObject({ status: 400, pointers: ['/boards/0/shownWindows/1'] });
  });
});

describe('refused, with nothing changed:', () => {
  test.each([
    ['a window that the board does not have', { windows: ['week', 'day'] }, '/windows/1'],
    ['no window', { windows: [] }, '/windows'],
    ['no place', { placements: [] }, '/placements'],
    ['a place that is no key', { placements: ['Home page'] }, '/placements/0'],
    ['a word for a switch', { enabled: 'off' }, '/enabled'],
    ['a field that nobody knows', { name: 'Other' }, '/name'],
    ['a list', [], ''],
  ])('%s', async (_what, body, pointer) => {
    const before = await digestOf(server.database);
    const reply = await put(body);
    expect(reply).toMatchObject({ status: 400, problem: 'invalid-request' });
    expect(reply.pointers).toContain(pointer);
    expect(await digestOf(server.database)).toBe(before);
  });

  test("a board that is not there, and another tenant's", async () => {
    const before = await digestOf(server.database);
    const token = server.other.secretKey;
    for (const reply of [await get(token), await put({ enabled: false }, token)])
      expect(reply).toMatchObject({ status: 404, problem: 'not-found' });
    expect(await digestOf(server.database)).toBe(before);
  });

  test('no credential, one of another kind, or without the scope', async () => {
    const { own } = server;
    const [reader, writer] = [
      await own.secretKeyWith(['definitions:read']),
      await own.secretKeyWith(['definitions:write']),
    ];
    const before = await digestOf(server.database);
    const outcomes = async (credential: { token?: string; origin?: string }) => [
      (await server.send(`GET ${path}`, credential)).problem,
      (await server.send(`PUT ${path}`, { ...credential, body: { enabled: false } })).problem,
    ];
    const origin = LISTED_ORIGIN;
    expect(await outcomes({})).toEqual(['unauthenticated', 'unauthenticated']);
    expect(await outcomes({ token: own.publishableKey, origin })).toEqual(['wrong-key-class', 'wrong-key-class']);
    expect(await outcomes({ token: await own.userToken(), origin })).toEqual(['wrong-key-class', 'wrong-key-class']);
    expect((await put({ enabled: false }, reader)).problem).toBe('forbidden');
    expect((await get(writer)).problem).toBe('forbidden');
    expect(await digestOf(server.database)).toBe(before);
  });
});
