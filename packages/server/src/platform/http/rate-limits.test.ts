import { ENDPOINTS, type Endpoint, type Problem, problemCode } from '@engagement/contract';
import { afterEach, describe, expect, test } from 'vitest';
import type { KnownCaller } from '../../kernel/caller.ts';
import { unauthenticated } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { NO_LIMITS, startTestServer, type TestServer } from '../../testing/test-server.ts';
import { networkOf, type RateLimits } from './rate-limits.ts';

const tenant = { id: 1, key: 'shop' } as unknown as Tenant;
const other = { id: 2, key: 'rival' } as unknown as Tenant;
const scopes = new Set(['events:write', 'leaderboards:read'] as const);
const callers: Record<string, KnownCaller> = {
  page: { kind: 'publishable', tenant, credential: 'key_1' },
  ada: { kind: 'user', tenant, credential: 'sig_1', user: 'ada' },
  bob: { kind: 'user', tenant, credential: 'sig_1', user: 'bob' },
  namesake: { kind: 'user', tenant: other, credential: 'sig_1', user: 'ada' },
  server: { kind: 'secret', tenant, credential: 'key_2', scopes },
};

const endpoints = ENDPOINTS.filter(({ id }) => ['listBoards', 'listEntriesBatch', 'postEventBatch'].includes(id));
const TIGHT = { points: 3, seconds: 60 };

let server: TestServer;

async function start(rateLimits: Partial<RateLimits>): Promise<void> {
  server = await startTestServer({
    routes: endpoints.map((endpoint: Endpoint) => ({ endpoint, handle: async () => ({}) })),
    endpoints,
    rateLimits: { ...NO_LIMITS, ...rateLimits },
    trustedProxies: 1,
    authenticate: async ({ token }) => {
      const caller = callers[token];
      if (!caller) throw unauthenticated('The key is unknown.');
      return caller;
    },
  });
}

function get(token: string, address = '192.0.2.1'): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
  return fetch(`${server.url}/v1/leaderboards`, { headers });
}

function postEvents(token: string, count: number): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ events: Array.from({ length: count }, () => ({})) });
  return fetch(`${server.url}/v1/events/batch`, { method: 'POST', headers, body });
}

function readPages(token: string, count: number): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ queries: Array.from({ length: count }, () => ({})) });
  return fetch(`${server.url}/v1/leaderboards/entries/batch`, { method: 'POST', headers, body });
}

const statuses = async (...requests: (() => Promise<Response>)[]) => {
  const seen: number[] = [];
  for (const request of requests) seen.push((await request()).status);
  return seen;
};

describe('a limit', () => {
  afterEach(() => server.http.close());

  test('of a secret key ends in 429 with the seconds to wait', async () => {
    await start({ secretKey: TIGHT });
    const ask = () => get('server');
    expect(await statuses(ask, ask, ask)).toEqual([200, 200, 200]);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    const problem = (await refused.json()) as Problem;
    expect(problemCode(problem.type)).toBe('rate-limited');
    expect((await get('page')).status).toBe(200);
  });

  test('of a publishable key holds over all networks', async () => {
    await start({ publishableKey: TIGHT });
    const from = (address: string) => () => get('page', address);
    expect(await statuses(...['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map(from))).toEqual([
      200, 200, 200, 429,
    ]);
  });

  test('of a publishable key in one network leaves the others alone, and a forged address does not help', async () => {
    await start({ publishableKeyInNetwork: TIGHT });
    const flood = () => get('page', '2001:db8:0:1100::1');
    expect(await statuses(flood, flood, flood)).toEqual([200, 200, 200]);
    expect((await get('page', '198.51.100.7, 2001:db8:0:11ff:a::9')).status).toBe(429);
    expect((await get('page', '2001:db8:0:1200::1')).status).toBe(200);
  });

  test('of a user is their own, also against a user of another tenant with the same id', async () => {
    await start({ userWrites: TIGHT });
    const write = (user: string) => () => postEvents(user, 1);
    expect(await statuses(write('ada'), write('ada'), write('ada'), write('ada'))).toEqual([200, 200, 200, 429]);
    expect(await statuses(write('bob'), write('namesake'), () => get('ada'))).toEqual([200, 200, 200]);
  });

  test('of events counts each event of a batch, for browsers only', async () => {
    await start({ browserEvents: { points: 500, seconds: 60 } });
    const batch = (token: string, count: number) => () => postEvents(token, count);
    expect(await statuses(batch('page', 300), batch('page', 201), batch('ada', 500), batch('ada', 1))).toEqual([
      200, 429, 200, 429,
    ]);
    expect(await statuses(batch('server', 500), batch('server', 500))).toEqual([200, 200]);
  });

  test('of reads counts each query of a batch, as if it had been asked alone', async () => {
    await start({ publishableKey: TIGHT, userReads: TIGHT, userWrites: { points: 1, seconds: 60 } });
    for (const token of ['page', 'ada']) {
      const batch = (count: number) => () => readPages(token, count);
      expect(await statuses(batch(2), () => get(token), batch(1))).toEqual([200, 200, 429]);
    }
  });

  test('of refused credentials slows guessing down, and not the neighbours with a good one', async () => {
    await start({ failedCredentials: TIGHT });
    const guess = () => get('wrong');
    expect(await statuses(guess, guess, guess, guess)).toEqual([401, 401, 401, 429]);
    expect((await get('server')).status).toBe(200);
    expect((await get('wrong', '192.0.2.99')).status).toBe(401);
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:11ff:a::9', '2001:db8:0:1100'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['1:2:3:4:5:6:7:8', '1:2:3:0'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
