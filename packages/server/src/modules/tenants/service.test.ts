import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Scope } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { rows } from '../../platform/db/database.ts';
import { OPERATOR } from '../../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { digestOf } from '../../testing/database-digest.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { createTenantsModule, type TenantInput, type TenantsModule } from './index.ts';

const shop: TenantInput = { key: 'shop', name: 'Shop', zone: 'Europe/Berlin', currency: 'EUR', mode: 'live' };

let testDatabase: TestDatabase;
let tenants: TenantsModule;
const clock = new ManualClock();

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const { database } = testDatabase;
  tenants = createTenantsModule({ database, clock, masterKey: randomBytes(32) });
  await tenants.service.createTenant(shop, OPERATOR);
});

afterAll(() => testDatabase.drop());

const audit = () =>
  rows<{ actor: string; action: string; object: string; detail: Record<string, unknown> }>(
    testDatabase.database.orm,
    sql`select actor, action, object, detail from tenant_audit_log order by id`,
  );

test('a tenant is found by its key and its id', async () => {
  const tenant = await tenants.tenantByKey('shop');
  expect(tenant).toMatchObject(shop);
  expect(await tenants.tenantById(tenant!.id)).toEqual(tenant);
  expect(await tenants.tenantByKey('nobody')).toBeUndefined();
  expect(await tenants.tenants()).toContainEqual(tenant);
});

test.each<[string, Partial<TenantInput>, string]>([
  ['an unknown zone', { zone: 'Europe/Atlantis' }, 'zone'],
  ['an offset for a zone', { zone: '+01:00' }, 'zone'],
  ['an unknown currency', { currency: 'ABC' }, 'currency'],
  ['a currency in lower case', { currency: 'eur' }, 'currency'],
  ['a key in capitals', { key: 'Shop' }, 'key'],
  ['an empty name', { name: ' ' }, 'name'],
  ['an unknown mode', { mode: 'prod' as 'live' }, 'mode'],
  ['a key that is taken', {}, 'already'],
])('%s makes no tenant', async (_name, change, reason) => {
  const before = await digestOf(testDatabase.database);
  await expect(tenants.service.createTenant({ ...shop, ...change }, OPERATOR)).rejects.toThrow(reason);
  expect(await digestOf(testDatabase.database)).toBe(before);
});

test('an update changes the name and the zone, for every reader within a second, and nothing else', async () => {
  const { id } = await tenants.service.createTenant({ ...shop, key: 'moving' }, OPERATOR);
  expect((await tenants.tenantById(id))?.zone).toBe(shop.zone);
  const moved = { ...shop, id, key: 'moving', zone: 'Asia/Tokyo' };
  expect(await tenants.service.updateTenant({ key: 'moving', zone: 'Asia/Tokyo' }, OPERATOR)).toEqual(moved);
  await tenants.service.updateTenant({ key: 'moving', name: 'Moved' }, OPERATOR);
  clock.advance(1001);
  expect(await tenants.tenantById(id)).toEqual({ ...moved, name: 'Moved' });
  expect((await audit()).filter(({ action }) => action === 'tenant.updated')).toEqual([
    expect.objectContaining({
      object: 'tenant:moving',
      detail: { from: { name: shop.name, zone: shop.zone }, to: { name: shop.name, zone: 'Asia/Tokyo' } },
    }),
    expect.objectContaining({
      detail: { from: { name: shop.name, zone: 'Asia/Tokyo' }, to: { name: 'Moved', zone: 'Asia/Tokyo' } },
    }),
  ]);
  const before = await digestOf(testDatabase.database);
  await expect(tenants.service.updateTenant({ key: 'moving', zone: 'Mars/Base' }, OPERATOR)).rejects.toThrow('zone');
  await expect(tenants.service.updateTenant({ key: 'nobody', zone: 'Asia/Tokyo' }, OPERATOR)).rejects.toThrow(
    'no tenant',
  );
  expect(await digestOf(testDatabase.database)).toBe(before);
});

describe('a publishable key', () => {
  test.each([
    ['a path', 'https://shop.example/'],
    ['no scheme', 'shop.example'],
    ['a star', 'https://*.shop.example'],
    ['everything', '*'],
    ['null', 'null'],
    ['a capital', 'https://Shop.example'],
    ['a standard port', 'https://shop.example:443'],
    ['a user', 'https://ada@shop.example'],
    ['another scheme', 'ftp://shop.example'],
    ['plain http in a live tenant', 'http://shop.example'],
  ])('lists no origin with %s', async (_name, origin) => {
    const before = await digestOf(testDatabase.database);
    const attempt = tenants.service.createPublishableKey({ tenant: 'shop', origins: [origin] }, OPERATOR);
    await expect(attempt).rejects.toMatchObject({ code: 'invalid-request' });
    expect(await digestOf(testDatabase.database)).toBe(before);
  });

  test('lists this machine over plain http', async () => {
    const origins = ['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'];
    const { id } = await tenants.service.createPublishableKey({ tenant: 'shop', origins }, OPERATOR);
    const listed = await tenants.service.listKeys('shop');
    expect(listed.find((key) => key.id === id)?.origins).toEqual(origins.toSorted());
  });
});

test('a secret key needs known scopes', async () => {
  for (const scopes of [[], ['everything' as Scope]]) {
    await expect(tenants.service.createSecretKey({ tenant: 'shop', scopes }, OPERATOR)).rejects.toThrow(/scope/);
  }
});

describe('a signing key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const register = (jwk: object) => tenants.service.registerSigningKey({ tenant: 'shop', jwk }, OPERATOR);

  test('is refused when it is the private one, of another kind, or no key', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    await expect(register(await exportJWK(privateKey))).rejects.toThrow('private key');
    await expect(register(await exportJWK(rsa))).rejects.toThrow('Ed25519');
    await expect(register({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' })).rejects.toThrow('not a valid');
    await expect(register({})).rejects.toThrow('Ed25519');
  });

  test('is named by its thumbprint when it has no kid, cannot be registered twice, and is renewed by its owner', async () => {
    const jwk = await exportJWK(publicKey);
    const { id } = await register(jwk);
    expect(id).toMatch(/^[\w-]{43}$/);
    await expect(register(jwk)).rejects.toMatchObject({ code: 'conflict' });
    await expect(tenants.service.rotateKey({ tenant: 'shop', id }, OPERATOR)).rejects.toMatchObject({
      code: 'rule-violation',
    });
    expect((await tenants.service.listKeys('shop')).find((key) => key.id === id)?.expiresAt).toBeNull();
  });
});

test('a key that has ended can neither be revoked again nor brought back by rotating it', async () => {
  const { id } = await tenants.service.createPublishableKey({ tenant: 'shop', origins: [] }, OPERATOR);
  const name = { tenant: 'shop', id };
  await tenants.service.revokeKey(name, OPERATOR);
  await expect(tenants.service.revokeKey(name, OPERATOR)).rejects.toMatchObject({ code: 'conflict' });
  await expect(tenants.service.rotateKey(name, OPERATOR)).rejects.toMatchObject({ code: 'conflict' });
});

test('a rotation never lengthens the life of a key', async () => {
  const { id } = await tenants.service.createPublishableKey({ tenant: 'shop', origins: [] }, OPERATOR);
  const first = await tenants.service.rotateKey({ tenant: 'shop', id }, OPERATOR, 1000);
  const second = await tenants.service.rotateKey({ tenant: 'shop', id }, OPERATOR, 3_600_000);
  expect(second.previousExpiresAt).toBe(first.previousExpiresAt);
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('an overlap of %s rotates nothing', async (overlap) => {
  const { id } = await tenants.service.createPublishableKey({ tenant: 'shop', origins: [] }, OPERATOR);
  const before = await digestOf(testDatabase.database);
  const attempt = tenants.service.rotateKey({ tenant: 'shop', id }, OPERATOR, overlap);
  await expect(attempt).rejects.toMatchObject({ code: 'invalid-request' });
  expect(await digestOf(testDatabase.database)).toBe(before);
});

test('commands about an unknown tenant, key or id say so', async () => {
  const { service } = tenants;
  const missing = { code: 'not-found' };
  await expect(service.createSigningSecret({ tenant: 'nobody' }, OPERATOR)).rejects.toMatchObject(missing);
  await expect(service.listKeys('nobody')).rejects.toMatchObject(missing);
  await expect(service.revokeKey({ tenant: 'shop', id: 'key_x' }, OPERATOR)).rejects.toMatchObject(missing);
  await expect(service.changeOrigins({ key: 'pk_live_x', add: [] }, OPERATOR)).rejects.toMatchObject(missing);
});

test('every change is in the audit log with who made it, and no secret is', async () => {
  const { service } = tenants;
  const secrets = [
    await service.createSecretKey({ tenant: 'shop', scopes: ['events:write'] }, 'operator:eve'),
    await service
      .createSigningSecret({ tenant: 'shop' }, 'operator:eve')
      .then(({ id, secret }) => ({ id, key: secret })),
  ];
  const page = await service.createPublishableKey({ tenant: 'shop', origins: [] }, 'operator:eve');
  await service.changeOrigins({ key: page.key, add: ['https://shop.example'] }, 'operator:eve');
  const { id: next } = await service.rotateKey({ tenant: 'shop', id: page.id }, 'operator:eve');
  await service.revokeKey({ tenant: 'shop', id: next }, 'operator:eve');
  const lines = (await audit()).filter(({ actor }) => actor === 'operator:eve');
  expect(lines.map(({ action, object }) => [action, object])).toEqual([
    ['key.created', `key:${secrets[0]!.id}`],
    ['key.created', `key:${secrets[1]!.id}`],
    ['key.created', `key:${page.id}`],
    ['key.origins-changed', `key:${page.id}`],
    ['key.created', `key:${next}`],
    ['key.rotated', `key:${page.id}`],
    ['key.revoked', `key:${next}`],
  ]);
  expect(lines[3]?.detail).toEqual({ from: [], to: ['https://shop.example'] });
  for (const { key } of secrets) expect(JSON.stringify(lines)).not.toContain(key.slice(8));
});

test('a change that fails leaves no line in the audit log', async () => {
  const before = await audit();
  const broken = createTenantsModule({
    clock: new ManualClock(),
    masterKey: randomBytes(32),
    database: {
      ...testDatabase.database,
      transaction: (work) =>
        testDatabase.database.transaction(async (tx) => {
          await work(tx);
          throw new Error('lost at the last moment');
        }),
    },
  });
  await expect(broken.service.createSigningSecret({ tenant: 'shop' }, OPERATOR)).rejects.toThrow('last moment');
  expect(await audit()).toEqual(before);
});
