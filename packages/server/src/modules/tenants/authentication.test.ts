import { createHash, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { LISTED_ORIGIN, OPERATOR, UNLISTED_ORIGIN } from '../../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { createTenantsModule, type TenantsModule } from './index.ts';

const clock = new ManualClock();
const masterKey = randomBytes(32);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');

let testDatabase: TestDatabase;
let tenants: TenantsModule;
let signing: { id: string; secret: string };
let tenantCount = 0;
let shop: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
});

afterAll(() => testDatabase.drop());

beforeEach(async () => {
  tenants = createTenantsModule({ database: testDatabase.database, masterKey, clock });
  shop = await createTenant();
  signing = await tenants.service.createSigningSecret({ tenant: shop }, OPERATOR);
});

async function createTenant(mode: 'live' | 'test' = 'test'): Promise<string> {
  const key = `shop-${++tenantCount}`;
  await tenants.service.createTenant({ key, name: 'Shop', zone: 'Europe/Berlin', currency: 'EUR', mode }, OPERATOR);
  return key;
}

function authenticate(token: string, origin?: string): Promise<KnownCaller> {
  return tenants.authenticate({ token, origin });
}

async function refusal(attempt: Promise<unknown>): Promise<ProblemError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return error as ProblemError;
}

const seconds = () => Math.floor(clock.now() / 1000);

function token(
  claims: JWTPayload = {},
  { secret = signing.secret, header = { alg: 'HS256', kid: signing.id } as { alg: string; kid?: string } } = {},
): Promise<string> {
  const payload = { sub: 'ada', aud: shop, iat: seconds(), exp: seconds() + 600, ...claims };
  const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new SignJWT(given).setProtectedHeader(header).sign(new TextEncoder().encode(secret));
}

/** A token put together by hand, with a signature that is HMAC under `key`, or none. */
function forged(header: object, claims: object, key?: string | Buffer): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${key === undefined ? '' : createHmac('sha256', key).update(signed).digest('base64url')}`;
}

describe('keys', () => {
  test('say their kind and mode, hold 128 bits and more, and open exactly what they were made for', async () => {
    const live = await createTenant('live');
    const publishable = await tenants.service.createPublishableKey(
      { tenant: shop, origins: [LISTED_ORIGIN] },
      OPERATOR,
    );
    const secret = await tenants.service.createSecretKey({ tenant: live, scopes: ['events:write'] }, OPERATOR);
    expect(publishable.key).toMatch(/^pk_test_[0-9A-Za-z]{32}$/);
    expect(secret.key).toMatch(/^sk_live_[0-9A-Za-z]{32}$/);
    expect(await authenticate(publishable.key, LISTED_ORIGIN)).toMatchObject({
      kind: 'publishable',
      tenant: { key: shop },
    });
    const caller = await authenticate(secret.key);
    expect(caller).toMatchObject({ kind: 'secret', tenant: { key: live }, credential: secret.id });
    expect(caller.kind === 'secret' && [...caller.scopes]).toEqual(['events:write']);
  });

  test('secret ones are stored as a hash alone', async () => {
    const { key, id } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['events:write'] }, OPERATOR);
    const stored = JSON.stringify(await testDatabase.database.orm.execute('select * from tenant_api_keys'));
    expect(stored).toContain(createHash('sha256').update(key).digest('hex'));
    expect(stored).not.toContain(key.slice(15));
    const listed = await tenants.service.listKeys(shop);
    expect(listed.find((one) => one.id === id)?.shown).toBe(`${key.slice(0, 12)}…`);
  });

  test.each([
    ['cut short', (key: string) => key.slice(0, -1)],
    ['longer', (key: string) => `${key}a`],
    ['of the other mode', (key: string) => key.replace('_test_', '_live_')],
    ['of the other kind', (key: string) => key.replace('sk_', 'pk_')],
    ['in another case', (key: string) => key.toLowerCase()],
    ['with SQL behind', (key: string) => `${key}' or '1'='1`],
  ])('%s are refused', async (_name, alter) => {
    const { key } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['events:write'] }, OPERATOR);
    expect((await refusal(authenticate(alter(key)))).code).toBe('unauthenticated');
  });

  test('a revocation holds at once in a new process and within a second in one that has just seen the key', async () => {
    const { key, id } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['events:write'] }, OPERATOR);
    await authenticate(key);
    await tenants.service.revokeKey({ tenant: shop, id }, OPERATOR);
    const fresh = createTenantsModule({ database: testDatabase.database, masterKey, clock });
    expect((await refusal(fresh.authenticate({ token: key, origin: undefined }))).code).toBe('unauthenticated');
    clock.advance(1000);
    expect((await refusal(authenticate(key))).code).toBe('unauthenticated');
  });

  test('a thousand requests with one key ask Postgres once', async () => {
    const { key } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['events:write'] }, OPERATOR);
    const asked: string[] = [];
    const { orm } = testDatabase.database;
    const watched = new Proxy(orm, {
      get(target, name, receiver) {
        if (name === 'select') asked.push('select');
        return Reflect.get(target, name, receiver);
      },
    });
    const busy = createTenantsModule({ database: { ...testDatabase.database, orm: watched }, masterKey, clock });
    await Promise.all(Array.from({ length: 1000 }, () => busy.authenticate({ token: key, origin: undefined })));
    expect(asked).toHaveLength(1);
  });

  test('an old key holds until the overlap ends, the new one has its rights', async () => {
    const old = await tenants.service.createSecretKey({ tenant: shop, scopes: ['metrics:read'] }, OPERATOR);
    const rotated = await tenants.service.rotateKey({ tenant: shop, id: old.id }, OPERATOR);
    expect(rotated.previousExpiresAt).toBe(new Date(clock.now() + 24 * 3_600_000).toISOString());
    expect(await authenticate(rotated.key)).toMatchObject({ kind: 'secret', scopes: new Set(['metrics:read']) });
    clock.advance(24 * 3_600_000 - 1);
    expect(await authenticate(old.key)).toMatchObject({ kind: 'secret' });
    clock.advance(1);
    expect((await refusal(authenticate(old.key))).code).toBe('unauthenticated');
    expect(await authenticate(rotated.key)).toMatchObject({ kind: 'secret' });
  });

  test("a tenant's operator cannot end a key by naming another tenant", async () => {
    const { id, key } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['metrics:read'] }, OPERATOR);
    const other = await createTenant();
    expect((await refusal(tenants.service.revokeKey({ tenant: other, id }, OPERATOR))).code).toBe('not-found');
    expect(await authenticate(key)).toMatchObject({ kind: 'secret' });
  });
});

describe('origins', () => {
  test('are compared exactly, and a refusal names the command that adds one', async () => {
    const { key } = await tenants.service.createPublishableKey({ tenant: shop, origins: [LISTED_ORIGIN] }, OPERATOR);
    const near = [
      'https://shop.example.evil.example',
      'http://shop.example',
      'https://shop.example:8443',
      'https://SHOP.example',
    ];
    for (const origin of [UNLISTED_ORIGIN, ...near, 'null', '', `${LISTED_ORIGIN}/`]) {
      expect((await refusal(authenticate(key, origin))).code, origin).toBe('origin-not-allowed');
    }
    const { message } = await refusal(authenticate(key, UNLISTED_ORIGIN));
    expect(message).toContain(`npm run engagement -- keys origins ${key} --add ${UNLISTED_ORIGIN}`);
    await tenants.service.changeOrigins({ key, add: [UNLISTED_ORIGIN], remove: [LISTED_ORIGIN] }, OPERATOR);
    clock.advance(1000);
    expect(await authenticate(key, UNLISTED_ORIGIN)).toMatchObject({ kind: 'publishable' });
    expect((await refusal(authenticate(key, LISTED_ORIGIN))).code).toBe('origin-not-allowed');
  });

  test('a secret key with an origin is refused, listed or not', async () => {
    const { key } = await tenants.service.createSecretKey({ tenant: shop, scopes: ['metrics:read'] }, OPERATOR);
    expect((await refusal(authenticate(key, LISTED_ORIGIN))).code).toBe('wrong-key-class');
  });

  test('of a user token are those of the live publishable keys of its tenant together', async () => {
    const first = await tenants.service.createPublishableKey({ tenant: shop, origins: [LISTED_ORIGIN] }, OPERATOR);
    await tenants.service.createPublishableKey({ tenant: shop, origins: ['https://www.shop.example'] }, OPERATOR);
    const { service } = tenants;
    await service.createPublishableKey({ tenant: await createTenant(), origins: [UNLISTED_ORIGIN] }, OPERATOR);
    for (const origin of [LISTED_ORIGIN, 'https://www.shop.example', undefined]) {
      expect(await authenticate(await token(), origin)).toMatchObject({ kind: 'user' });
    }
    expect((await refusal(authenticate(await token(), UNLISTED_ORIGIN))).code).toBe('origin-not-allowed');
    await service.revokeKey({ tenant: shop, id: first.id }, OPERATOR);
    clock.advance(1000);
    expect((await refusal(authenticate(await token(), LISTED_ORIGIN))).code).toBe('origin-not-allowed');
  });
});

describe('user tokens', () => {
  test('signed by the secret of the tenant are its user', async () => {
    const caller = await authenticate(await token({ sub: 'Zoë-🎉' }));
    expect(caller).toMatchObject({ kind: 'user', user: 'Zoë-🎉', credential: signing.id, tenant: { key: shop } });
  });

  test('signed by a registered Ed25519 key are its user, by the kid of the key', async () => {
    const jwk = { ...(await exportJWK(publicKey)), kid: 'server-1' };
    await tenants.service.registerSigningKey({ tenant: shop, jwk }, OPERATOR);
    const signed = await new SignJWT({ sub: 'ada', aud: shop, exp: seconds() + 60 })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'server-1' })
      .sign(privateKey);
    expect(await authenticate(signed)).toMatchObject({ kind: 'user', user: 'ada', credential: 'server-1' });
  });

  test('without kid mean the only key, and nothing once there are two', async () => {
    const anonymous = await token({}, { header: { alg: 'HS256' } });
    expect(await authenticate(anonymous)).toMatchObject({ user: 'ada' });
    await tenants.service.createSigningSecret({ tenant: shop }, OPERATOR);
    clock.advance(1000);
    expect((await refusal(authenticate(anonymous))).code).toBe('unauthenticated');
  });

  test('hold for their hour and a minute of skew, and not longer', async () => {
    const hour = await token({ exp: seconds() + 3600 });
    expect(await authenticate(hour)).toMatchObject({ user: 'ada' });
    clock.advance(3_659_000);
    expect(await authenticate(hour)).toMatchObject({ user: 'ada' });
    clock.advance(2000);
    expect((await refusal(authenticate(hour))).message).toBe('The user token has expired.');
  });

  const claims: [string, () => JWTPayload][] = [
    ['expired', () => ({ exp: seconds() - 61 })],
    ['without exp', () => ({ exp: undefined }) as unknown as JWTPayload],
    ['that hold more than an hour', () => ({ exp: seconds() + 3601 })],
    [
      'that hold more than an hour, without iat',
      () => ({ iat: undefined, exp: seconds() + 3700 }) as unknown as JWTPayload,
    ],
    ['from the future', () => ({ iat: seconds() + 120, exp: seconds() + 600 })],
    ['not yet valid', () => ({ nbf: seconds() + 120 })],
    ['for no tenant', () => ({ aud: undefined }) as unknown as JWTPayload],
    ['for an unknown tenant', () => ({ aud: 'nobody' })],
    ['for several tenants', () => ({ aud: [shop, 'other'] })],
    ['without sub', () => ({ sub: undefined }) as unknown as JWTPayload],
    ['with an empty sub', () => ({ sub: '' })],
    ['with a sub of 129 bytes', () => ({ sub: 'a'.repeat(129) })],
    ['with a control character in sub', () => ({ sub: 'a\u0000b' })],
    ['with a number for sub', () => ({ sub: 7 }) as unknown as JWTPayload],
    ['with exp as text', () => ({ exp: '9999999999' }) as unknown as JWTPayload],
  ];

  test.each(claims)('%s are refused', async (_name, change) => {
    expect((await refusal(authenticate(await token(change())))).code).toBe('unauthenticated');
  });

  test('under another algorithm, key, kid or no signature are refused', async () => {
    const jwk = { ...(await exportJWK(publicKey)), kid: 'server-1' };
    await tenants.service.registerSigningKey({ tenant: shop, jwk }, OPERATOR);
    const good = { sub: 'ada', aud: shop, iat: seconds(), exp: seconds() + 600 };
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const raw = Buffer.from(jwk.x!, 'base64url');
    const forgeries = [
      forged({ alg: 'none', kid: signing.id }, good),
      forged({ alg: 'None', kid: signing.id }, good),
      forged({ alg: 'HS256', kid: signing.id }, good),
      forged({ alg: 'HS256', kid: 'server-1' }, good, pem),
      forged({ alg: 'HS256', kid: 'server-1' }, good, raw),
      forged({ alg: 'HS256', kid: 'server-1' }, good, JSON.stringify(jwk)),
      forged({ alg: 'HS256', kid: signing.id }, good, ''),
      forged({ alg: 'HS512', kid: signing.id }, good, signing.secret),
      forged({ alg: 'EdDSA', kid: signing.id }, good, signing.secret),
      forged({ alg: 'HS256', kid: '../../../dev/null' }, good, ''),
      forged({ alg: 'HS256', kid: "x' union select '" }, good, ''),
      forged({ alg: 'HS256', kid: { $ne: '' } }, good, signing.secret),
      forged({ alg: 'HS256', kid: signing.id, crit: ['exp'] }, good, signing.secret),
      forged({ alg: 'HS256', kid: signing.id, jwk }, good, 'other'),
      forged({ alg: 'HS256', kid: signing.id, b64: false, crit: ['b64'] }, good, signing.secret),
      `${(await token()).slice(0, -2)}AA`,
      'a.b.c',
      '..',
      'eyJhbGciOiJIUzI1NiJ9',
      '',
    ];
    for (const one of forgeries) expect((await refusal(authenticate(one))).code, one).toBe('unauthenticated');
  });

  test("of another tenant's key are refused, whatever tenant they name", async () => {
    const other = await createTenant();
    const theirs = await tenants.service.createSigningSecret({ tenant: other }, OPERATOR);
    const header = { alg: 'HS256', kid: theirs.id };
    expect((await refusal(authenticate(await token({}, { secret: theirs.secret, header })))).code).toBe(
      'unauthenticated',
    );
    const mine = await token({ aud: other });
    expect((await refusal(authenticate(mine))).code).toBe('unauthenticated');
    expect(await authenticate(await token({ aud: other }, { secret: theirs.secret, header }))).toMatchObject({
      tenant: { key: other },
    });
  });

  test('of a revoked key are refused', async () => {
    const good = await token();
    await tenants.service.revokeKey({ tenant: shop, id: signing.id }, OPERATOR);
    clock.advance(1000);
    expect((await refusal(authenticate(good))).code).toBe('unauthenticated');
  });
});

describe('signing secrets', () => {
  test('are stored encrypted, and moving one to another tenant or id does not open it', async () => {
    const { orm } = testDatabase.database;
    const stored = JSON.stringify(await orm.execute('select * from tenant_signing_keys'));
    expect(stored).not.toContain(signing.secret.slice(8));
    const other = await createTenant();
    const theirs = await tenants.service.createSigningSecret({ tenant: other }, OPERATOR);
    await orm.execute(
      `update tenant_signing_keys set material = (select material from tenant_signing_keys where id = '${signing.id}')
       where id = '${theirs.id}'`,
    );
    const stolen = await token({ aud: other }, { header: { alg: 'HS256', kid: theirs.id } });
    await expect(authenticate(stolen)).rejects.toThrow();
  });

  test('need a master key of 32 bytes: without one nothing starts', () => {
    const { database } = testDatabase;
    for (const bad of [undefined, Buffer.alloc(0), Buffer.alloc(31)]) {
      expect(() => createTenantsModule({ database, clock, masterKey: bad })).toThrow('ENGAGEMENT_MASTER_KEY');
    }
  });

  test('do not open under another master key', async () => {
    const good = await token();
    const moved = createTenantsModule({ database: testDatabase.database, clock, masterKey: randomBytes(32) });
    await expect(moved.authenticate({ token: good, origin: undefined })).rejects.toThrow();
  });
});
