import { type BatchReply, ENDPOINTS, type Problem, type Profile } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { announce } from '../../metrics/announce.ts';
import { Subjects } from '../../metrics/subjects.ts';
import { rows } from '../../platform/db/database.ts';
import { canary, leaked } from '../../testing/canary.ts';
import { createMember, createTestTenants, LISTED_ORIGIN, type Member } from '../../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { digestOf } from '../../testing/database-digest.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Boards, createProfilesModule, type ProfilesModule, type Rankable } from './index.ts';

let testDatabase: TestDatabase;
let server: TestServer;
let profiles: ProfilesModule;
let subjects: Subjects;
/** What boards were told, in the transaction and after it. */
const told = { subjects: [] as Rankable[], refreshed: [] as number[] };
let shop: Member;
let rival: Member;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const { database } = testDatabase;
  const tenants = createTestTenants(database, systemClock);
  subjects = new Subjects(database.orm);
  const boards: Boards = {
    async note(_tx, _tenantId, subjects) {
      told.subjects = [...subjects];
      return subjects.map(({ ref }) => ref);
    },
    async refresh(_tenant, refs) {
      told.refreshed = [...refs];
    },
  };
  profiles = createProfilesModule({ database, subjects, recordAudit: tenants.recordAudit, announce, boards });
  const endpoints = ENDPOINTS.filter((endpoint) => profiles.routes.some((route) => route.endpoint === endpoint));
  server = await startTestServer({ routes: profiles.routes, endpoints, authenticate: tenants.authenticate });
  shop = await createMember(tenants, systemClock, 'shop');
  rival = await createMember(tenants, systemClock, 'rival');
});

afterAll(async () => {
  await server.http.close();
  await testDatabase.drop();
});

function send(method: string, path: string, body: unknown, token = shop.secretKey): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${server.url}/v1/${path}`, { method, headers, body: text });
}

async function put(path: string, body: unknown, token?: string): Promise<Profile> {
  const response = await send('PUT', path, body, token);
  expect(response.status).toBe(200);
  return (await response.json()) as Profile;
}

async function refOf(member: Member, kind: string, key: string): Promise<number> {
  return (await subjects.resolve(member.tenant.id, kind, [key])).get(key)!;
}

const nothing = { name: null, image: null, url: null, groups: [], attributes: {}, suspended: false, listed: true };

describe('PUT', () => {
  test('writes what is given, leaves what is left out, clears what is null', async () => {
    const full = {
      name: 'Ada Lovelace',
      image: 'https://img.example/a.png',
      url: 'https://shop.example/ada',
      groups: ['staff', 'beta'],
      attributes: { country: 'DE', level: 3, pro: true },
      suspended: true,
      listed: false,
    };
    expect(await put('users/ada', full)).toEqual({ id: 'ada', ...full });
    expect(await put('users/ada', {})).toEqual({ id: 'ada', ...full });
    expect(await put('users/ada', { name: null, image: '/images/7.svg' })).toEqual({
      id: 'ada',
      ...full,
      name: null,
      image: '/images/7.svg',
    });
    const cleared = { image: null, url: null, groups: [], attributes: { country: 'FR' } };
    expect(await put('users/ada', { ...cleared, suspended: false, listed: true })).toEqual({
      id: 'ada',
      ...nothing,
      attributes: { country: 'FR' },
    });
  });

  test('keeps users, creators and assets with the same id apart', async () => {
    for (const kind of ['users', 'creators', 'assets']) await put(`${kind}/same`, { name: kind });
    for (const kind of ['users', 'creators', 'assets']) expect((await put(`${kind}/same`, {})).name).toBe(kind);
  });

  test('keeps ids that only look alike apart, byte by byte', async () => {
    const ids = ['Zoë', 'Zoe\u0308', 'zoë', 'a/b', 'a b', '..%2f', '100%', '🎉'];
    for (const id of ids) await put(`users/${encodeURIComponent(id)}`, { name: `Name of ${id}` });
    for (const id of ids) {
      expect(await put(`users/${encodeURIComponent(id)}`, {})).toMatchObject({ id, name: `Name of ${id}` });
    }
  });

  test('stores names as text, whatever they look like', async () => {
    const names = [
      '<script>alert(1)</script>',
      "'; drop table profiles; --",
      '\u202Eevil',
      'a\u200Bb',
      '@everyone',
      '👩‍👩‍👧‍👦'.repeat(40),
    ];
    for (const name of names) expect((await put('users/text', { name })).name).toBe(name);
  });

  test('of the same new profile by many at once loses no field', async () => {
    const fields = [{ name: 'A' }, { url: 'https://a.example/' }, { groups: ['g'] }, { attributes: { a: 1 } }];
    await Promise.all(fields.map((body) => put('users/race', body)));
    const expected = {
      id: 'race',
      name: 'A',
      image: null,
      url: 'https://a.example/',
      groups: ['g'],
      attributes: { a: 1 },
      suspended: false,
      listed: true,
    };
    expect(await put('users/race', {})).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    ['an unknown field', { role: 'admin' }, '/role'],
    ['a read-only field', { id: 'eve' }, '/id'],
    ['another tenant', { tenantId: 2 }, '/tenantId'],
    ['a script for a link', { url: 'javascript:alert(1)' }, '/url'],
    ['data for an image', { image: 'data:image/svg+xml,<svg/>' }, '/image'],
    ['another host for an image', { image: '//evil.example/x.png' }, '/image'],
    ['an empty name', { name: '' }, '/name'],
    ['a name of 121 characters', { name: '👩‍👩‍👧‍👦'.repeat(121) }, '/name'],
    ['a name of 10 000 combining marks', { name: `a${'\u0301'.repeat(10_000)}` }, '/name'],
    ['half a character', '{"name":"\\ud83d"}', '/name'],
    ['U+0000 in an attribute', { attributes: { a: 'b\u0000' } }, '/attributes/a'],
    ['an object in an attribute', { attributes: { a: { b: 1 } } }, '/attributes/a'],
    ['a prototype', '{"attributes":{"__proto__":1}}', '/attributes/__proto__'],
    ['51 groups', { groups: Array.from({ length: 51 }, (_, at) => `g${at}`) }, '/groups'],
    ['null for groups', { groups: null }, '/groups'],
    ['a word for suspended', { suspended: 'yes' }, '/suspended'],
    ['null for listed', { listed: null }, '/listed'],
    ['no object', '[]', ''],
  ])('refuses %s and writes nothing', async (_name, body, pointer) => {
    const before = await digestOf(testDatabase.database);
    const response = await send('PUT', 'users/bad', body);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as Problem;
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await digestOf(testDatabase.database)).toBe(before);
  });

  test('refuses an id that is too long, or holds control characters', async () => {
    for (const id of ['a'.repeat(129), 'é'.repeat(65), 'a%0Ab', '%00']) {
      expect((await send('PUT', `users/${id}`, {})).status, id).toBe(400);
    }
  });
});

describe('being ranked', () => {
  test('a person is suspended, or leaves, as user and as creator alike; groups are of one profile', async () => {
    await put('users/both', { name: 'User', groups: ['staff'] });
    await put('creators/both', { name: 'Creator' });
    expect(await put('creators/both', { suspended: true, groups: ['beta'] })).toMatchObject({ suspended: true });
    expect(await put('users/both', {})).toMatchObject({ name: 'User', suspended: true, groups: ['staff'] });
    expect(await put('users/both', { suspended: false, listed: false })).toMatchObject({ listed: false });
    expect(await put('creators/both', {})).toMatchObject({
      name: 'Creator',
      suspended: false,
      listed: false,
      groups: ['beta'],
    });
    expect(await put('assets/both', {})).toMatchObject({ suspended: false, listed: true });
  });

  test('boards are told of both roles in the transaction, and of those for whom something changed after it', async () => {
    await put('users/told', { groups: ['beta'], suspended: true });
    const refs = [await refOf(shop, 'user', 'told'), await refOf(shop, 'creator', 'told')];
    const each = { suspended: true, listed: true };
    expect(told.subjects.toSorted((a, b) => a.ref - b.ref)).toEqual([
      { ref: refs[0], groups: ['beta'], ...each },
      { ref: refs[1], groups: [], ...each },
    ]);
    expect(told.refreshed.toSorted()).toEqual(refs);
    told.subjects = [];
    await put('users/told', { name: 'New', attributes: { a: 1 } });
    expect(told.subjects).toEqual([]);
    await send('POST', 'users/batch', {
      items: [
        { id: 'told', listed: false },
        { id: 'other', name: 'Other' },
      ],
    });
    expect(told.subjects.map(({ ref }) => ref).toSorted()).toEqual(refs);
  });
});

describe("a user's own choice", () => {
  const choice = async (token: string) => (await fetch(`${server.url}/v1/me/visibility`, withToken(token))).json();
  const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}`, origin: LISTED_ORIGIN } });

  test('is to be ranked until they say otherwise, and holds as user and as creator', async () => {
    const token = await shop.userToken({ sub: 'chooser' });
    expect(await choice(token)).toEqual({ listed: true });
    expect(await (await send('PUT', 'me/visibility', { listed: false }, token)).json()).toEqual({ listed: false });
    expect(await choice(token)).toEqual({ listed: false });
    expect(await put('users/chooser', {})).toMatchObject({ listed: false });
    expect(await put('creators/chooser', {})).toMatchObject({ listed: false });
    expect(await choice(await rival.userToken({ sub: 'chooser' }))).toEqual({ listed: true });
    await send('PUT', 'me/visibility', { listed: true }, token);
    expect(await choice(token)).toEqual({ listed: true });
  });

  test('is a line of the audit log that names a surrogate', async () => {
    await send('PUT', 'me/visibility', { listed: false }, await shop.userToken({ sub: 'audited' }));
    const self = `user:#${await refOf(shop, 'user', 'audited')}`;
    const [line] = await rows(
      testDatabase.database.orm,
      sql`select actor, object, detail from tenant_audit_log where action = 'visibility.chosen' order by id desc limit 1`,
    );
    expect(line).toEqual({ actor: self, object: self, detail: { listed: false } });
  });

  test('is refused with other fields, and to everybody but a user', async () => {
    const token = await shop.userToken();
    for (const body of [{}, { listed: 1 }, { listed: false, suspended: false }, { listed: null }]) {
      expect((await send('PUT', 'me/visibility', body, token)).status, JSON.stringify(body)).toBe(400);
    }
    for (const other of [shop.secretKey, shop.publishableKey]) {
      expect((await send('PUT', 'me/visibility', { listed: false }, other)).status).toBe(403);
    }
    expect((await fetch(`${server.url}/v1/me/visibility`)).status).toBe(401);
  });
});

describe('POST batch', () => {
  test('applies the sound items and says of each other what is wrong', async () => {
    const items = [
      { id: 'b1', name: 'One' },
      { id: 'b2', name: 7 },
      { name: 'nobody' },
      'text',
      null,
      { id: 'b3', attributes: { note: 'half \ud800' } },
      { id: 'b4', role: 'admin' },
      { id: 'b5', name: 'Five', groups: ['x'] },
    ];
    const response = await send('POST', 'creators/batch', { items });
    expect(response.status).toBe(200);
    const reply = (await response.json()) as BatchReply;
    expect([reply.accepted, reply.rejected]).toEqual([2, 6]);
    expect(reply.results.map(({ id, error }) => [id, error?.errors[0]?.pointer])).toEqual([
      ['b1', undefined],
      ['b2', '/items/1/name'],
      [null, '/items/2/id'],
      [null, '/items/3'],
      [null, '/items/4'],
      ['b3', '/items/5/attributes/note'],
      ['b4', '/items/6/role'],
      ['b5', undefined],
    ]);
    expect(await put('creators/b5', {})).toMatchObject({ name: 'Five', groups: ['x'] });
    expect(await put('creators/b2', {})).toEqual({ id: 'b2', ...nothing });
  });

  test('of the same id twice applies both in order', async () => {
    const items = [
      { id: 'twice', name: 'first', url: 'https://a.example/' },
      { id: 'twice', name: 'second' },
    ];
    expect((await send('POST', 'assets/batch', { items })).status).toBe(200);
    expect(await put('assets/twice', {})).toMatchObject({ name: 'second', url: 'https://a.example/' });
  });

  test('takes 500 items and refuses none and 501', async () => {
    const items = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `many-${at}`, name: `${at}` }));
    expect((await send('POST', 'users/batch', { items: items(500) })).status).toBe(200);
    expect((await put('users/many-499', {})).name).toBe('499');
    expect((await send('POST', 'users/batch', { items: [] })).status).toBe(400);
    expect((await send('POST', 'users/batch', { items: items(501) })).status).toBe(400);
  });
});

describe('credentials', () => {
  test('none, and one that is not for this, are refused', async () => {
    const path = `${server.url}/v1/users/ada`;
    expect((await fetch(path, { method: 'PUT', body: '{}' })).status).toBe(401);
    expect((await send('PUT', 'users/ada', {}, shop.publishableKey)).status).toBe(403);
    expect((await send('PUT', 'users/ada', {}, await shop.userToken())).status).toBe(403);
    expect((await send('PUT', 'users/ada', {}, await shop.secretKeyWith(['events:write']))).status).toBe(403);
    const headers = { authorization: `Bearer ${shop.secretKey}`, origin: LISTED_ORIGIN };
    expect((await fetch(path, { method: 'PUT', body: '{}', headers })).status).toBe(403);
  });

  test("another tenant writes and reads its own, and sees nothing of this one's", async () => {
    const birds = [canary('shop'), canary('shop'), canary('shop')] as const;
    await put('users/shared', { name: birds[0], groups: [birds[1]], attributes: { note: birds[2] } });
    const response = await send('PUT', 'users/shared', {}, rival.secretKey);
    expect(await leaked(response.clone(), birds)).toEqual([]);
    expect(await response.json()).toEqual({ id: 'shared', ...nothing });
    await put('users/shared', { name: 'rival' }, rival.secretKey);
    expect((await put('users/shared', {})).name).toBe(birds[0]);
    expect((await profiles.describe(rival.tenant.id, 'user', ['shared'])).get('shared')?.name).toBe('rival');
    expect((await profiles.attributes(rival.tenant.id, 'user', ['shared'])).get('shared')).toEqual({});
  });
});

test('describe gives what is known of subjects of one kind; those without a profile are left out', async () => {
  await put('assets/known', { name: 'Known', image: '/k.png', url: 'https://shop.example/k' });
  await refOf(shop, 'asset', 'bare');
  const described = await profiles.describe(shop.tenant.id, 'asset', ['known', 'bare', 'unheard-of']);
  expect(Object.fromEntries(described)).toEqual({
    known: { name: 'Known', image: '/k.png', url: 'https://shop.example/k' },
  });
  expect((await profiles.describe(shop.tenant.id, 'user', ['known'])).size).toBe(0);
  expect((await profiles.describe(shop.tenant.id, 'asset', [])).size).toBe(0);
});

test('attributes are given for those that have a profile, of one kind', async () => {
  await put('users/tagged', { attributes: { country: 'DE' } });
  await put('creators/tagged', { attributes: { country: 'FR' } });
  const found = await profiles.attributes(shop.tenant.id, 'user', ['tagged', 'untagged']);
  expect(Object.fromEntries(found)).toEqual({ tagged: { country: 'DE' } });
});

test('a change is announced with its tenant once it is committed', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = await testDatabase.database.listen('engagement_metrics', (payload) => payload && resolve(payload));
  await put('users/announced', { name: 'New' });
  expect(JSON.parse(await promise)[0]).toBe(shop.tenant.id);
  await stop();
});

test('every call is one line of the audit log, which names the key and no person', async () => {
  const audit = () =>
    rows<{ actor: string; action: string; object: string; detail: unknown }>(
      testDatabase.database.orm,
      sql`select actor, action, object, detail from tenant_audit_log where action like 'profile%' order by id`,
    );
  const before = await audit();
  await put('users/secretly-named', { name: 'Somebody' });
  await send('POST', 'users/batch', { items: [{ id: 'secretly-named' }, { id: 'too', name: 1 }, { id: 'second' }] });
  const added = (await audit()).slice(before.length);
  const ref = await refOf(shop, 'user', 'secretly-named');
  expect(added).toEqual([
    {
      actor: expect.stringMatching(/^key:key_/),
      action: 'profile.written',
      object: `user:#${ref}`,
      detail: { fields: ['name'] },
    },
    { actor: added[0]?.actor, action: 'profiles.written', object: 'user', detail: { count: 2 } },
  ]);
});
