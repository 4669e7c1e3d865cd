import { gzipSync } from 'node:zlib';
import { type Endpoint, PROBLEMS, type Problem, problemCode } from '@engagement/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { KnownCaller } from '../../kernel/caller.ts';
import { unauthenticated } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { type RawReply, rawRequest } from '../../testing/raw-request.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { Route } from './route.ts';

const tenant = { id: 1, key: 'shop' } as unknown as Tenant;
const caller: KnownCaller = { kind: 'secret', tenant, credential: 'key_1', scopes: new Set(['profiles:write']) };
const access = { secret: 'profiles:write' } as const;
const base = { summary: '', access, status: 200 } as const;

const save: Endpoint = {
  ...base,
  id: 'save',
  method: 'put',
  path: '/v1/things/{id}',
  params: z.strictObject({ id: z.string().max(8) }),
  query: z.strictObject({ mode: z.enum(['a', 'b']).optional() }),
  body: z.strictObject({
    name: z.string(),
    size: z.number().optional(),
    tags: z.array(z.strictObject({ 'a/b': z.string() })).optional(),
    free: z.record(z.string(), z.unknown()).optional(),
  }),
  bodyLimit: 4096,
};
const batch: Endpoint = {
  ...base,
  id: 'batch',
  method: 'post',
  path: '/v1/things/batch',
  body: z.strictObject({ items: z.array(z.unknown()) }),
  items: 'items',
};
const read: Endpoint = { ...base, id: 'read', method: 'get', path: '/v1/things' };
const crash: Endpoint = { ...base, id: 'crash', method: 'get', path: '/v1/crash' };
const outage: Endpoint = { ...base, id: 'outage', method: 'get', path: '/v1/outage' };
const open: Endpoint = { ...base, id: 'open', method: 'get', path: '/open', access: { anonymous: true } };
const endpoints = [save, batch, read, crash, outage, open];

const SECRET_DETAIL = 'password=hunter2 at /srv/engagement/db.ts';
let handled: unknown[] = [];

const routes: Route[] = [
  ...[save, batch, read, open].map((endpoint) => ({
    endpoint,
    handle: async ({ params, query, body }: Parameters<Route['handle']>[0]) => {
      handled.push({ params, query, body });
      return { ok: true };
    },
  })),
  { endpoint: crash, handle: () => Promise.reject(new Error(SECRET_DETAIL)) },
  {
    endpoint: outage,
    handle: () =>
      Promise.reject(new Error('query failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })),
  },
];

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    routes,
    endpoints,
    authenticate: async ({ token }) => {
      if (token !== 'good') throw unauthenticated('The key is unknown.');
      return caller;
    },
    mounts: [
      {
        path: '/pages',
        handler: () => {
          throw Object.assign(new Error('secret path'), { status: 416 });
        },
      },
    ],
    requestTimeoutMs: 800,
  });
});

afterAll(() => server.http.close());

const good = { authorization: 'Bearer good' };
const jsonHeaders = { ...good, 'content-type': 'application/json' };

function put(
  body: RequestInit['body'],
  headers: Record<string, string> = {},
  path = '/v1/things/1',
): Promise<Response> {
  return fetch(server.url + path, { method: 'PUT', body: body ?? null, headers: { ...jsonHeaders, ...headers } });
}

/** Checks that a reply is a problem in full, and answers it. */
async function problem(response: Response): Promise<Problem & { code: string | undefined }> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return judged(response.status, response.headers.get('x-request-id'), await response.text());
}

function rawProblem({ status, headers, body }: RawReply): Problem & { code: string | undefined } {
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return judged(status, headers.get('x-request-id'), body);
}

function judged(status: number, requestId: string | null | undefined, body: string) {
  const parsed = JSON.parse(body) as Problem;
  const code = problemCode(parsed.type);
  expect(code).toBeDefined();
  expect(parsed.status).toBe(status);
  expect(parsed.title).toBe(PROBLEMS[code!].title);
  expect(parsed.instance).toBe(requestId);
  expect(parsed.instance).toMatch(/^[0-9a-f-]{36}$/);
  expect(body).not.toMatch(/node_modules|\.ts\b|Error: |<html/);
  return { ...parsed, code };
}

describe('a sound request', () => {
  test('reaches its handler with checked input, and is answered as JSON with the headers of an API', async () => {
    handled = [];
    const response = await put(JSON.stringify({ name: 'Ada 🎉', size: 2 }), {}, '/v1/things/a%20b?mode=a');
    expect(response.status).toBe(200);
    expect(handled).toEqual([{ params: { id: 'a b' }, query: { mode: 'a' }, body: { name: 'Ada 🎉', size: 2 } }]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'application/json; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      vary: 'Origin',
    });
    for (const name of ['x-powered-by', 'etag', 'access-control-allow-origin'])
      expect(response.headers.has(name)).toBe(false);
  });

  test('may be packed with gzip, and may say charset=UTF-8', async () => {
    const packed = await put(gzipSync('{"name":"a"}'), { 'content-encoding': 'gzip' });
    expect(packed.status).toBe(200);
    expect((await put('{"name":"a"}', { 'content-type': 'application/json; charset=UTF-8' })).status).toBe(200);
  });

  test('HEAD answers like GET without a body', async () => {
    const response = await fetch(`${server.url}/v1/things`, { method: 'HEAD', headers: good });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('an anonymous endpoint looks at no credential', async () => {
    expect((await fetch(`${server.url}/open`, { headers: { authorization: 'nonsense' } })).status).toBe(200);
  });
});

describe('a body that is refused', () => {
  const deep = (levels: number) => `{"name":"a","free":{"x":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
  const cases: [string, RequestInit['body'], string][] = [
    ['empty', '', ''],
    ['null', 'null', ''],
    ['an array for an object', '[]', ''],
    ['malformed', '{"name":', ''],
    ['an unknown field', '{"name":"a","role":"admin"}', '/role'],
    ['a read-only field', '{"name":"a","tenantId":2}', '/tenantId'],
    ['a wrong type', '{"name":"a","size":"1e3"}', '/size'],
    ['a field that is missing', '{}', '/name'],
    ['a pointer with escapes', '{"name":"a","tags":[{"a/b":1}]}', '/tags/0/a~1b'],
    ['the same field twice', '{"name":"a","name":"b"}', ''],
    ['the same field twice, one escaped', '{"name":"a","n\\u0061me":"b"}', ''],
    ['65 levels', deep(63), ''],
    ['100 000 levels', '['.repeat(2000), ''],
    ['__proto__', '{"name":"a","free":{"__proto__":{"polluted":true}}}', '/free/__proto__'],
    ['__proto__ at the top', '{"name":"a","__proto__":{"polluted":true}}', '/__proto__'],
    ['constructor', '{"name":"a","free":{"constructor":{"prototype":{"polluted":true}}}}', '/free/constructor'],
    ['half a character', '{"name":"\\ud800"}', '/name'],
    ['U+0000', '{"name":"a\\u0000"}', '/name'],
    ['U+0000 in a field name', '{"name":"a","free":{"a\\u0000":1}}', '/free/a\u0000'],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]), ''],
    ['NaN', '{"name":"a","size":NaN}', ''],
  ];

  test.each(cases)('%s: 400 at the field', async (_name, body, pointer) => {
    handled = [];
    const { code, errors } = await problem(await put(body));
    expect(code).toBe('invalid-request');
    if (pointer) expect(errors?.map((error) => error.pointer)).toContain(pointer);
    expect(handled).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('64 levels are still taken', async () => {
    expect((await put(deep(62))).status).toBe(200);
  });

  test.each([
    ['too large by its length', 'x'.repeat(5000), {}],
    ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000)).subarray(0), { 'content-encoding': 'gzip' }],
    ['a small gzip bomb', gzipSync(Buffer.alloc(100_000)), { 'content-encoding': 'gzip' }],
  ])('%s: 413', async (_name, body, headers) => {
    expect((await problem(await put(body, headers))).code).toBe('payload-too-large');
  });

  test('too large without saying so: 413', async () => {
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    const head =
      'PUT /v1/things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n';
    const reply = await rawRequest(
      server.port,
      `${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
      chunk,
      chunk,
      '0\r\n\r\n',
    );
    expect(rawProblem(reply).code).toBe('payload-too-large');
  });

  test.each([
    ['no type', { 'content-type': '' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a wrong charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['an unknown packing', { 'content-encoding': 'br' }],
  ])('%s: 415', async (_name, headers) => {
    expect((await problem(await put('{"name":"a"}', headers))).code).toBe('unsupported-media-type');
  });

  test('broken gzip: 400', async () => {
    expect((await problem(await put('{"name":"a"}', { 'content-encoding': 'gzip' }))).code).toBe('invalid-request');
  });

  test('where none is taken: 400', async () => {
    const head = 'GET /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nConnection: close\r\n';
    const reply = await rawRequest(server.port, `${head}Content-Length: 2\r\n\r\n{}`);
    expect(rawProblem(reply).code).toBe('invalid-request');
  });

  test('items of a batch are left to be judged one by one, the rest of the body is not', async () => {
    const send = (body: string) =>
      fetch(`${server.url}/v1/things/batch`, { method: 'POST', body, headers: jsonHeaders });
    expect((await send('{"items":["\\ud800"]}')).status).toBe(200);
    expect((await problem(await send('{"items":[],"__proto__":1}'))).errors?.[0]?.pointer).toBe('/__proto__');
    expect((await problem(await send('{"items":"\\ud800"}'))).errors?.[0]?.pointer).toBe('/items');
  });
});

describe('an address that is refused', () => {
  const get = (path: string, init: RequestInit = {}) => fetch(server.url + path, { headers: good, ...init });

  test.each([
    ['a query parameter given twice', '/v1/things/1?mode=a&mode=b', '/mode'],
    ['an unknown query parameter', '/v1/things/1?mod=a', '/mod'],
    ['a query parameter as an object', '/v1/things/1?mode[$ne]=a', '/mode[$ne]'],
    ['a wrong case', '/v1/things/1?mode=A', '/mode'],
    ['U+0000 in the query', '/v1/things/1?mode=%00', '/mode'],
    ['a malformed query', '/v1/things/1?mode=%E0%A4%A', ''],
    ['a malformed path', '/v1/things/%E0%A4%A', ''],
    ['a parameter of the path', '/v1/things/123456789', '/id'],
    ['U+0000 in the path', '/v1/things/%00', '/id'],
  ])('%s: 400', async (_name, path, pointer) => {
    const { code, errors } = await problem(await put('{"name":"a"}', {}, path));
    expect(code).toBe('invalid-request');
    if (pointer) expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('an unknown address: 404, also in another case or with a slash behind', async () => {
    for (const path of ['/', '/v1', '/v1/thing', '/v1/Things', '/v1/things/', '/v1/things/1/2', '//v1/things']) {
      expect((await problem(await get(path))).code, path).toBe('not-found');
    }
  });

  test('another method: 405 with what is allowed, over all patterns that match', async () => {
    const one = await get('/v1/things', { method: 'DELETE' });
    expect(one.headers.get('allow')).toBe('GET, HEAD');
    expect((await problem(one)).code).toBe('method-not-allowed');
    const two = await get('/v1/things/batch');
    expect(two.headers.get('allow')).toBe('PUT, POST');
    expect((await problem(two)).code).toBe('method-not-allowed');
    expect((await problem(await get('/v1/things', { method: 'OPTIONS' }))).code).toBe('method-not-allowed');
  });

  test('another type of reply: 406', async () => {
    const html = { ...good, accept: 'text/html' };
    expect((await problem(await get('/v1/things', { headers: html }))).code).toBe('not-acceptable');
    for (const accept of ['*/*', 'application/*', 'application/json;q=0.5', 'text/html, */*;q=0.1']) {
      expect((await get('/v1/things', { headers: { ...good, accept } })).status, accept).toBe(200);
    }
  });

  test('a long one: 414', async () => {
    expect((await problem(await get(`/v1/things?${'a'.repeat(9000)}`))).code).toBe('uri-too-long');
    const reply = await rawRequest(server.port, `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(rawProblem(reply).code).toBe('uri-too-long');
  });
});

describe('a credential that is refused', () => {
  const line = 'GET /v1/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
  test.each([
    ['none', ''],
    ['two headers', 'Authorization: Bearer good\r\nAuthorization: Bearer good\r\n'],
    ['another scheme', 'Authorization: Basic Z29vZA==\r\n'],
    ['two tokens', 'Authorization: Bearer good good\r\n'],
    ['10 kB', `Authorization: Bearer ${'a'.repeat(10_000)}\r\n`],
    ['1 MB', `Authorization: Bearer ${'a'.repeat(1_000_000)}\r\n`],
  ])('%s: 401', async (_name, header) => {
    const reply = await rawRequest(server.port, `${line}${header}\r\n`);
    expect(rawProblem(reply).code).toBe('unauthenticated');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="engagement"');
  });
});

describe('a connection that is refused', () => {
  test('one without Host, or with an unknown Expect, is a request like any other', async () => {
    for (const header of ['', 'Host: x\r\nExpect: the-moon\r\n']) {
      const reply = await rawRequest(server.port, `GET /v1/things HTTP/1.1\r\n${header}Connection: close\r\n\r\n`);
      expect(rawProblem(reply).code).toBe('unauthenticated');
    }
  });

  test('two lengths: 400', async () => {
    const head = 'PUT /v1/things/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(rawProblem(await rawRequest(server.port, `${head}{}`)).code).toBe('invalid-request');
  });

  test('no HTTP at all: 400, and the connection is closed', async () => {
    expect(rawProblem(await rawRequest(server.port, 'hello\r\n\r\n')).code).toBe('invalid-request');
  });

  test('large headers: 400', async () => {
    const reply = await rawRequest(
      server.port,
      `GET /open HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(40_000)}\r\n\r\n`,
    );
    expect(rawProblem(reply).code).toBe('invalid-request');
  });

  test('a body that does not arrive in time: 400, and the connection is closed', async () => {
    const head =
      'PUT /v1/things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n';
    const reply = await rawRequest(server.port, `${head}Content-Length: 100\r\n\r\n{"name"`);
    expect(rawProblem(reply).code).toBe('invalid-request');
  });
});

describe('a failure', () => {
  test('says nothing of its inside, and is in the log under the id it was answered with', async () => {
    const { code, instance, detail } = await problem(await fetch(`${server.url}/v1/crash`, { headers: good }));
    expect(code).toBe('internal');
    expect(detail).not.toContain('hunter2');
    const line = server.log.find(({ fields }) => fields.requestId === instance);
    expect(line).toMatchObject({ level: 'error', message: 'internal', fields: { path: '/v1/crash' } });
    expect(`${line?.fields.err}`).toContain(SECRET_DETAIL);
  });

  test('of the database is 503 with Retry-After', async () => {
    const response = await fetch(`${server.url}/v1/outage`, { headers: good });
    expect(response.headers.get('retry-after')).toBe('2');
    expect((await problem(response)).code).toBe('service-unavailable');
  });

  test('of a mounted handler is a problem too', async () => {
    expect((await problem(await fetch(`${server.url}/pages/x`))).code).toBe('invalid-request');
  });
});
