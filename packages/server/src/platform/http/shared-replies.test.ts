import type { Endpoint } from '@engagement/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { KnownCaller } from '../../kernel/caller.ts';
import { unauthenticated } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { rawRequest } from '../../testing/raw-request.ts';
import { NO_LIMITS, startTestServer, type TestServer } from '../../testing/test-server.ts';
import { PreparedJson } from './reply.ts';

const tenant = { id: 1, key: 'shop' } as unknown as Tenant;
const caller: KnownCaller = { kind: 'publishable', tenant, credential: 'key_1' };
const endpoint: Endpoint = {
  id: 'read',
  summary: '',
  method: 'get',
  path: '/v1/things',
  query: z.strictObject({ of: z.string().optional() }),
  access: { publishable: true },
  status: 200,
};

let server: TestServer;
let handled = 0;
let isCurrent = true;

beforeAll(async () => {
  server = await startTestServer({
    routes: [{ endpoint, handle: async () => new PreparedJson({ handled: ++handled }, () => isCurrent) }],
    endpoints: [endpoint],
    rateLimits: { ...NO_LIMITS, publishableKey: { points: 12, seconds: 3600 } },
    authenticate: async ({ token }) => {
      if (!token.startsWith('good')) throw unauthenticated('The key is unknown.');
      return { ...caller, credential: token };
    },
  });
});
afterAll(() => server.http.close());
beforeEach(() => {
  isCurrent = true;
});

async function read(token: string, path = '/v1/things', headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const { handled } = (await response.json()) as { handled?: number };
  return { status: response.status, handled, id: response.headers.get('x-request-id') };
}

test('the same request is answered again under an id of its own, until the reply is no longer current', async () => {
  const first = await read('good_1');
  const again = await read('good_1');
  expect(again.handled).toBe(first.handled);
  expect(again.id).not.toBe(first.id);
  isCurrent = false;
  expect((await read('good_1')).handled).toBe((first.handled ?? 0) + 1);
});

test('another address, credential or origin is handled by itself, and a wrong one refused', async () => {
  const first = await read('good_2');
  expect((await read('good_2', '/v1/things?of=more')).handled).not.toBe(first.handled);
  expect((await read('good_2b')).handled).not.toBe(first.handled);
  expect((await read('good_2', '/v1/things', { origin: 'https://elsewhere.example' })).handled).not.toBe(first.handled);
  expect((await read('bad')).status).toBe(401);
});

test('a request that must be refused is, although one like it was answered', async () => {
  await read('good_3');
  expect((await read('good_3', '/v1/things', { accept: 'text/html' })).status).toBe(406);
  const twice =
    'GET /v1/things HTTP/1.1\r\nAuthorization: Bearer good_3\r\nAuthorization: Bearer good_3\r\nConnection: close\r\n\r\n';
  expect((await rawRequest(server.port, twice)).status).toBe(401);
});

test('it counts against the limit of its key', async () => {
  const statuses: number[] = [];
  for (let asked = 0; asked < 13; asked++) statuses.push((await read('good_4')).status);
  expect(statuses).toEqual([...Array<number>(12).fill(200), 429]);
});
