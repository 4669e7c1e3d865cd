import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem, TestServer } from '../testing/test-server.ts';
import { createHttp, type Http } from './http.ts';

const anonymous = { token: 'pk_test_1', user: null, generation: 0 };
let server: TestServer;
let closed: AbortController;
let http: Http;

function open(given: Partial<Parameters<typeof createHttp>[0]> = {}): Http {
  const identity = { credential: anonymous, settled: async () => {}, renew: async () => null };
  const signal = closed.signal;
  const clock = { learn: () => {} };
  const ports = { host: server.origin, fetch: undefined, identity, clock, reads: () => signal, closed: signal };
  return createHttp({ ...ports, ...given });
}

const post = (last = false) => http.post('/events', '{"events":[]}', anonymous, { last });

/** Milliseconds between the requests. */
const pauses = () => server.requests.slice(1).map(({ at }, index) => at - (server.requests[index]?.at ?? 0));

beforeEach(async () => {
  server = await new TestServer().start();
  closed = new AbortController();
  http = open();
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  closed.abort();
  await server.stop();
});

test('Retry-After is read as seconds or as a date, and nonsense as no wait', async () => {
  const inTwoSeconds = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toUTCString();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const waits = ['1', inTwoSeconds, 'Wed, 31 Dec 2025 00:00:00 GMT', 'soon'];
  server.handler = () => {
    const wait = waits.shift();
    const after = typeof wait === 'function' ? wait() : wait;
    return after === undefined ? undefined : { status: 503, headers: { 'retry-after': after } };
  };
  await http.post('/v1/events/batch', '{"events":[]}', anonymous);
  const [seconds, date, past, nonsense] = pauses();
  expect(seconds).toBeGreaterThanOrEqual(990);
  expect(seconds).toBeLessThan(1500);
  expect(date).toBeGreaterThanOrEqual(900);
  expect(date).toBeLessThan(2500);
  expect(past).toBeLessThan(500);
  expect(nonsense).toBeLessThan(500);
});

test('an empty answer is no error', async () => {
  server.handler = () => ({ status: 204 });
  expect(await post()).toBeUndefined();
});

test('a request that waits for its next try ends with its signal', async () => {
  server.handler = () => {
    setTimeout(() => closed.abort(), 50);
    return { status: 503, headers: { 'retry-after': '3600' } };
  };
  await expect(post()).rejects.toMatchObject({ code: 'service-unavailable', retryable: true });
  expect(server.requests).toHaveLength(1);
});

test.each([408, 425, 429, 500, 502, 503, 504])('a %i is tried again', async (status) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const replies = [{ status }, { status }];
  server.handler = () => replies.shift() ?? { status: 200, body: 'done' };
  expect(await post()).toBe('done');
  expect(await http.get('/reads')).toBe('done');
  expect(server.requests).toHaveLength(4);
});

test.each([400, 403, 404, 409, 410, 413, 422, 501])('a %i is never tried again', async (status) => {
  server.handler = () => ({ status, headers: { 'retry-after': '0' } });
  await expect(http.get('/reads')).rejects.toMatchObject({ status });
  await expect(post()).rejects.toMatchObject({ status });
  expect(server.requests).toHaveLength(2);
});

test('a read has three tries, events have eleven, and the last batch of a page has one', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  server.handler = () => ({ status: 503 });
  const failing = async (asked: Promise<unknown>) => {
    server.requests.length = 0;
    await expect(asked).rejects.toMatchObject({ code: 'service-unavailable' });
    return server.requests.length;
  };
  expect(await failing(http.get('/reads'))).toBe(3);
  expect(await failing(post())).toBe(11);
  expect(await failing(post(true))).toBe(1);
});

test('pauses are drawn from zero up to a limit that doubles to 30 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const times: number[] = [];
  const fetch = async () => {
    times.push(Date.now());
    return new Response(null, { status: 503 });
  };
  http = open({ fetch });
  const failed = expect(post()).rejects.toMatchObject({ status: 503 });
  while (times.length < 11) await vi.advanceTimersByTimeAsync(500);
  await failed;
  const limits = [1, 2, 4, 8, 16, 30, 30, 30, 30, 30];
  expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual(limits.map((limit) => limit * 500));
});

test('without an answer in 10 seconds a read gives up, also when only its body is missing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const stalled of [new Promise<Response>(() => {}), Promise.resolve(new Response(new ReadableStream()))]) {
    const fetch = vi.fn(() => stalled);
    const read = expect(open({ fetch }).get('/reads')).rejects.toMatchObject({ code: 'timeout', retryable: true });
    await vi.advanceTimersByTimeAsync(10_000);
    await read;
    expect(fetch).toHaveBeenCalledTimes(1);
  }
});

test('a refused token is renewed once, in the last batch of a page too, and then the refusal stands', async () => {
  const user = { token: 'old', user: 'ada', generation: 1 };
  const renew = vi.fn(async () => ({ ...user, token: 'new' }));
  http = open({ identity: { credential: user, settled: async () => {}, renew } });
  server.handler = ({ token }) =>
    token === 'old' ? { status: 401, body: problem('unauthenticated') } : { status: 204 };
  await http.get('/reads');
  await http.post('/events', '{"events":[]}', user, { last: true });
  expect(server.requests.map(({ token }) => token)).toEqual(['old', 'new', 'old', 'new']);
  server.handler = () => ({ status: 401, body: problem('unauthenticated') });
  await expect(http.get('/reads')).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
  expect(server.requests).toHaveLength(6);
  expect(renew).toHaveBeenCalledTimes(3);
});

test.each([undefined, '127.0.0.1:4100'])(
  'An address without its scheme is no failure of the network: %s',
  async (host) => {
    http = open({ host });
    await expect(http.get('/v1/leaderboards')).rejects.toMatchObject({
      code: 'invalid-request',
      retryable: false,
      message: expect.stringContaining('Set `host`, with http:// or https://.'),
    });
    expect(server.requests).toEqual([]);
  },
);
