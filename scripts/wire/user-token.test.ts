import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createClient, type EngagementClient } from '../../packages/sdk/src/index.ts';
import { type SigningKey, signUserToken } from '../../packages/sdk/src/server/index.ts';
import { OPERATOR } from '../../packages/server/src/testing/cast.ts';
import { startFreshServer } from '../../packages/server/src/testing/whole-server.ts';
import type { Server } from './market.ts';

let server: Server;
const clients: EngagementClient[] = [];

beforeAll(async () => {
  server = await startFreshServer({ postgresUrl: inject('postgresUrl') });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.destroy()));
  await server.stop();
});

/** What the server makes of a token that is signed like this. */
async function ask(key: string, tenant: string, signingKey: SigningKey) {
  const userToken = await signUserToken({ sub: 'ada', tenant }, signingKey);
  const client = createClient({ key, host: server.url, userToken });
  clients.push(client);
  return client.visibility.get();
}

test('The server takes a token of the tenant’s secret by its id, and none that leaves open which of two, or is for another tenant', async () => {
  const { service } = server.core.tenants;
  const { publishableKey } = await server.createMember('secret'); // with a secret of its own
  const { id, secret } = await service.createSigningSecret({ tenant: 'secret' }, OPERATOR);
  expect(await ask(publishableKey, 'secret', { kid: id, secret })).toEqual({ listed: true });
  await expect(ask(publishableKey, 'secret', secret)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(ask(publishableKey, 'other', { kid: id, secret })).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('The server takes a token of a private Ed25519 key whose public half is registered', async () => {
  const { publishableKey } = await server.createMember('ed25519');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await server.core.tenants.service.registerSigningKey(
    { tenant: 'ed25519', jwk: publicKey.export({ format: 'jwk' }) },
    OPERATOR,
  );
  const jwk = privateKey.export({ format: 'jwk' });
  expect(await ask(publishableKey, 'ed25519', { privateKey: jwk })).toEqual({ listed: true });
  const stranger = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  await expect(ask(publishableKey, 'ed25519', { privateKey: stranger })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});
