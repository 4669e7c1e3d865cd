import { exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { signUserToken } from './index.ts';

const SECRET = 'ss_test_0123456789abcdef0123456789abcdef';
const user = { sub: 'ada', tenant: 'shop' };
const hmac = new TextEncoder().encode(SECRET);
const inSeconds = () => Math.floor(Date.now() / 1000);

test('A token is for one user of one tenant, for half an hour', async () => {
  const { payload, protectedHeader } = await jwtVerify(await signUserToken(user, SECRET), hmac, { audience: 'shop' });
  expect(payload.sub).toBe('ada');
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1800);
  expect(protectedHeader).toEqual({ alg: 'HS256' });
});

test('It names its key where that is given, and ends when it is told to', async () => {
  const exp = inSeconds() + 60;
  const token = await signUserToken({ ...user, exp }, { kid: 'key_1', secret: SECRET });
  const { payload, protectedHeader } = await jwtVerify(token, hmac);
  expect(protectedHeader.kid).toBe('key_1');
  expect(payload.exp).toBe(exp);
});

test('A private Ed25519 key signs under its own name, or under its thumbprint', async () => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const named = await jwtVerify(await signUserToken(user, { privateKey: { ...jwk, kid: 'mine' } }), publicKey);
  expect(named.protectedHeader).toEqual({ alg: 'EdDSA', kid: 'mine' });
  const unnamed = await jwtVerify(await signUserToken(user, { privateKey: jwk }), publicKey);
  expect(unnamed.protectedHeader.kid).toMatch(/^[\w-]{43}$/);
});

test.each([
  ['more than an hour', { ...user, expiresIn: 3601 }, SECRET],
  ['nothing left', { ...user, exp: inSeconds() - 1 }, SECRET],
  ['no time at all', { ...user, expiresIn: 0 }, SECRET],
  ['no user', { ...user, sub: '' }, SECRET],
  ['no tenant', { ...user, tenant: '' }, SECRET],
  ['an empty secret', user, ''],
  ['a setting that is missing', user, undefined],
  ['a key whose id is missing', user, { kid: undefined, secret: SECRET }],
  ['a secret of another kind', user, 'sk_test_0123456789abcdef'],
])('Nothing is signed for %s', async (_, options, key) => {
  await expect(signUserToken(options, key)).rejects.toMatchObject({ code: 'invalid-request' });
});
