import { ENDPOINTS, type Endpoint, type Problem, problemCode } from '@engagement/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createMember, createTestTenants, LISTED_ORIGIN, type Member, UNLISTED_ORIGIN } from '../../testing/cast.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { standInRoutes, startTestServer, type TestServer } from '../../testing/test-server.ts';

let testDatabase: TestDatabase;
let server: TestServer;
let shop: Member;

beforeAll(async () => {
  testDatabase = await createTestDatabase(inject('postgresUrl'));
  const tenants = createTestTenants(testDatabase.database, systemClock);
  const routes = standInRoutes([], () => async () => ({ data: [] }));
  server = await startTestServer({ routes, authenticate: tenants.authenticate });
  shop = await createMember(tenants, systemClock, 'shop');
});

afterAll(async () => {
  await server.http.close();
  await testDatabase.drop();
});

const pathOf = ({ path }: Endpoint) => path.replaceAll(/\{\w+\}/g, 'x');

function get(origin: string | undefined, token?: string, path = '/v1/leaderboards'): Promise<Response> {
  const headers = {
    ...(origin !== undefined && { origin }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return fetch(server.url + path, { headers });
}

/** What the browser's fetch would let the page see. */
const readableBy = (response: Response) => response.headers.get('access-control-allow-origin');

test('a preflight is answered for any origin, for every endpoint and its method', async () => {
  for (const endpoint of ENDPOINTS) {
    const response = await fetch(server.url + pathOf(endpoint), {
      method: 'OPTIONS',
      headers: { origin: UNLISTED_ORIGIN, 'access-control-request-method': endpoint.method.toUpperCase() },
    });
    expect(response.status).toBe(204);
    expect(readableBy(response)).toBe(UNLISTED_ORIGIN);
    expect(response.headers.get('access-control-allow-methods')?.split(', ')).toContain(endpoint.method.toUpperCase());
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, idempotency-key, prefer',
    );
    expect(response.headers.get('access-control-max-age')).toBe('7200');
    expect(response.headers.get('vary')).toBe('Origin');
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
  }
});

test('a preflight from the origin null, and one for an unknown address, are not', async () => {
  const ask = (origin: string, path: string) =>
    fetch(server.url + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });
  const unnamed = await ask('null', '/v1/leaderboards');
  expect([unnamed.status, readableBy(unnamed)]).toEqual([403, null]);
  const unknown = await ask(LISTED_ORIGIN, '/v1/unknown');
  expect([unknown.status, readableBy(unknown)]).toEqual([404, null]);
});

test('a listed origin may read replies and refusals, and caches keep origins apart', async () => {
  const reply = await get(LISTED_ORIGIN, shop.publishableKey);
  expect([reply.status, readableBy(reply), reply.headers.get('vary')]).toEqual([200, LISTED_ORIGIN, 'Origin']);
  expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
  const refusal = await get(LISTED_ORIGIN, shop.publishableKey, '/v1/leaderboards?wrong=1');
  expect([refusal.status, readableBy(refusal)]).toEqual([400, LISTED_ORIGIN]);
});

test('an unlisted origin may read nothing but why it is refused, and the log says it too', async () => {
  const response = await get(UNLISTED_ORIGIN, shop.publishableKey);
  expect([response.status, readableBy(response)]).toEqual([403, UNLISTED_ORIGIN]);
  const problem = (await response.json()) as Problem;
  expect(problemCode(problem.type)).toBe('origin-not-allowed');
  const command = `npm run engagement -- keys origins ${shop.publishableKey} --add ${UNLISTED_ORIGIN}`;
  expect(problem.detail).toContain(command);
  const line = server.log.find(({ fields }) => fields.requestId === problem.instance);
  expect(line).toMatchObject({ level: 'warn', message: 'origin-not-allowed' });
  expect(line?.fields.detail).toContain(command);
});

test('the origin null is refused without being named', async () => {
  const response = await get('null', shop.publishableKey);
  expect([response.status, readableBy(response)]).toEqual([403, null]);
});

test('a refused credential can be read about, so that a page can renew its token', async () => {
  const response = await get(LISTED_ORIGIN, await shop.userToken({ expiresIn: -120 }));
  expect([response.status, readableBy(response)]).toEqual([401, LISTED_ORIGIN]);
  expect(((await response.json()) as Problem).detail).toBe('The user token has expired.');
});

test('documents for everyone are readable by no page elsewhere', async () => {
  const response = await get(UNLISTED_ORIGIN, undefined, '/readyz');
  expect([response.status, readableBy(response)]).toEqual([200, null]);
});

test('a page of this same origin asks without naming one, and needs no listing to read', async () => {
  expect((await get(undefined, shop.publishableKey)).status).toBe(200);
  expect((await get(server.url, shop.publishableKey)).status).toBe(403);
});
