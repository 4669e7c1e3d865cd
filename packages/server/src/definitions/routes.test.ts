import { Definitions } from '@engagement/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { createMember, LISTED_ORIGIN, type Member } from '../testing/cast.ts';
import { digestOf } from '../testing/database-digest.ts';
import { RICH_DEFINITIONS } from '../testing/rich-definitions.ts';

let server: ApiServer;
let own: Member;
let other: Member;
let members = 0;

beforeAll(async () => {
  server = await startApiServer({ postgresUrl: inject('postgresUrl'), role: 'api' });
});
afterAll(() => server.stop());
/** Tenants that nobody has defined anything for. */
beforeEach(async () => {
  members += 1;
  const { tenants, clock } = server.core;
  [own, other] = [
    await createMember(tenants, clock, `own-${members}`),
    await createMember(tenants, clock, `other-${members}`),
  ];
});

const views = {
  key: 'views',
  subject: 'asset',
  sources: [{ type: 'asset.viewed', subject: 'data.assetId' }],
  fold: 'count',
};
const DOCUMENT = { metrics: [views], boards: [{ key: 'most-viewed', name: 'Most viewed', metric: 'views' }] };
/** As it is stored: a new board is on. */
const STORED = (() => {
  const { boards, ...rest } = Definitions.parse(DOCUMENT);
  return { ...rest, boards: boards.map((board) => ({ ...board, enabled: true })) };
})();
const added = (kind: string, key: string) => ({ kind, key, change: 'added', fields: [] });

const put = (body: unknown, query = '', { secretKey }: Member = own) =>
  server.send(`PUT /v1/definitions${query}`, { token: secretKey, body });
const get = ({ secretKey }: Member = own) => server.send('GET /v1/definitions', { token: secretKey });

test('what is put is applied once, and read back as a document that may be put again', async () => {
  expect(await get()).toMatchObject({ status: 200, body: { revision: 0, definitions: { metrics: [], boards: [] } } });
  const first = await put(DOCUMENT);
  expect(first).toMatchObject({ status: 200, body: { revision: 1, applied: true } });
  expect(first.body.changes).toEqual([added('metric', 'views'), added('board', 'most-viewed')]);
  expect(first.body.rowsPerEvent).toEqual([{ type: 'asset.viewed', rows: 1 }]);
  const held = await get();
  expect(held.body).toEqual({ revision: 1, definitions: STORED });
  expect((await put(held.body.definitions)).body).toMatchObject({ revision: 1, applied: false, changes: [] });
});

test('a dry run says what would change and changes nothing', async () => {
  const before = await digestOf(server.database);
  const reply = await put(DOCUMENT, '?dryRun=1');
  expect(reply).toMatchObject({ status: 200, body: { revision: 0, applied: false } });
  expect(reply.body.changes).toEqual([added('metric', 'views'), added('board', 'most-viewed')]);
  expect(await digestOf(server.database)).toBe(before);
});

test('what a document leaves out stays, until it is pruned', async () => {
  await put(DOCUMENT);
  expect((await put({ metrics: [views] })).body.changes).toEqual([]);
  const pruned = await put({ metrics: [views] }, '?prune=1');
  expect(pruned.body).toMatchObject({ applied: true, changes: [{ kind: 'board', change: 'removed' }] });
  expect((await get()).body.definitions).toMatchObject({ metrics: [{ key: 'views' }], boards: [] });
});

test("another tenant's definitions are neither seen nor touched", async () => {
  await put(DOCUMENT, '', other);
  expect((await get()).body).toMatchObject({ revision: 0, definitions: { metrics: [], boards: [] } });
  await put({}, '?prune=1');
  await put({ metrics: [{ ...views, subject: 'user', sources: [{ type: 'page.viewed', subject: 'subject' }] }] });
  expect((await get(other)).body).toEqual({ revision: 1, definitions: STORED });
});

describe('refused, with nothing changed:', () => {
  test.each([
    ['a field that nobody knows', { ...DOCUMENT, colours: [] }, '', '/colours'],
    ['a metric without a fold', { metrics: [{ ...views, fold: undefined }] }, '', '/metrics/0/fold'],
    ['a board of a metric that is not there', { boards: DOCUMENT.boards }, '', '/boards/0/metric'],
    ['a season that ends before it starts', season('2026-02-01T00:00', '2026-01-01T00:00'), '', '/seasons/0/end'],
    ['a list', [], '', ''],
    ['a flag that is no flag', DOCUMENT, '?dryRun=yes', '/dryRun'],
    ['a flag that nobody knows', DOCUMENT, '?force=1', '/force'],
  ])('%s', async (_what, body, query, pointer) => {
    const before = await digestOf(server.database);
    const reply = await put(body, query);
    expect(reply).toMatchObject({ status: 400, problem: 'invalid-request' });
    expect(reply.pointers).toContain(pointer);
    expect(await digestOf(server.database)).toBe(before);
  });

  test('credentials that are none, of another kind or without the scope', async () => {
    const reader = await own.secretKeyWith(['definitions:read']);
    const writer = await own.secretKeyWith(['definitions:write']);
    const before = await digestOf(server.database);
    const outcomes = async (credential: { token?: string; origin?: string }) => [
      (await server.send('GET /v1/definitions', credential)).problem,
      (await server.send('PUT /v1/definitions', { ...credential, body: DOCUMENT })).problem,
    ];
    expect(await outcomes({})).toEqual(['unauthenticated', 'unauthenticated']);
    expect(await outcomes({ token: 'sk_test_garbage' })).toEqual(['unauthenticated', 'unauthenticated']);
    const publishable = { token: own.publishableKey, origin: LISTED_ORIGIN };
    expect(await outcomes(publishable)).toEqual(['wrong-key-class', 'wrong-key-class']);
    const user = { token: await own.userToken(), origin: LISTED_ORIGIN };
    expect(await outcomes(user)).toEqual(['wrong-key-class', 'wrong-key-class']);
    expect((await server.send('PUT /v1/definitions', { token: reader, body: DOCUMENT })).problem).toBe('forbidden');
    expect((await server.send('GET /v1/definitions', { token: writer })).problem).toBe('forbidden');
    expect(await digestOf(server.database)).toBe(before);
  });
});

test('the JSON Schema is there for everyone, and judges documents as the server does', async () => {
  const { status, body } = await server.send('GET /v1/definitions.schema.json');
  expect(status).toBe(200);
  expect(body).toMatchObject({ title: 'Engagement definitions', $ref: '#/$defs/Definitions' });
  const { properties, additionalProperties } = body.$defs.Definitions;
  expect(new Set(Object.keys(properties))).toEqual(new Set(Object.keys(Definitions.shape)));
  expect(additionalProperties).toBe(false);
  const schema = z.fromJSONSchema(body);
  for (const good of [{}, DOCUMENT, RICH_DEFINITIONS, { $schema: 'x', ...DOCUMENT }])
    expect(schema.safeParse(good)).toMatchObject({ success: true });
  for (const bad of [{ colours: [] }, { metrics: [{ ...views, fold: 'guess' }] }, { boards: [{ key: 'b' }] }, []])
    expect(schema.safeParse(bad)).toMatchObject({ success: false });
});

function season(start: string, end: string) {
  return { seasons: [{ key: 'winter', name: 'Winter', start, end }] };
}
