import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import { stubPage } from '../testing/page.ts';
import { problem, TestServer } from '../testing/test-server.ts';
import { userToken } from '../testing/user-token.ts';
import type { EngagementClient, InitOptions } from '../types.ts';

let server: TestServer;
let client: EngagementClient;
const errors: EngagementError[] = [];
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, onError: (error) => errors.push(error), ...options });
  return client;
}

const sentIds = () => server.eventBatches().flatMap(({ body }) => body.events.map(({ id }) => id));

beforeEach(async () => {
  server = await new TestServer().start();
  errors.length = 0;
  warn.mockClear();
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await client.destroy();
  await server.stop();
});

test('an event is sent as a CloudEvent after the interval, and names its user', async () => {
  open({ flush: { interval: 1 }, userToken: userToken('ada') });
  client.track('asset.viewed', { assetId: 'a-1' }, { id: 'e-1', time: new Date(0) });
  await vi.waitFor(() => expect(server.eventBatches()).toHaveLength(1), 3000);
  const [batch] = server.eventBatches();
  const event = { id: 'e-1', type: 'asset.viewed', time: '1970-01-01T00:00:00.000Z', subject: 'ada' };
  expect(batch?.body.events).toEqual([{ ...event, source: 'urn:engagement:sdk', data: { assetId: 'a-1' } }]);
});

test('what is tracked before the first user is known is that user’s, and what is tracked as nobody stays nobody’s', async () => {
  open({ userToken: async () => userToken('ada') });
  client.track('page.viewed', {}, { id: 'of-ada' });
  await client.ready;
  await client.flush();
  await client.reset();
  client.track('page.viewed', {}, { id: 'of-nobody' });
  await client.identify(userToken('bob'));
  await client.flush();
  const events = server.eventBatches().flatMap(({ body }) => body.events);
  expect(events).toMatchObject([{ id: 'of-ada', subject: 'ada' }, { id: 'of-nobody' }]);
  expect(events[1]).not.toHaveProperty('subject');

  await client.destroy();
  open();
  await client.ready;
  client.track('page.viewed', {}, { id: 'of-nobody-either' });
  await client.identify(userToken('bob'));
  await client.flush();
  expect(server.eventBatches().at(-1)?.body.events[0]).not.toHaveProperty('subject');
});

test('the data is copied when it is tracked, and ids are unique UUIDs without a secure context too', async () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  open();
  const data = { assetId: 'before' };
  client.track('asset.viewed', data);
  data.assetId = 'after';
  client.track('asset.viewed', data);
  await client.flush();
  const events = server.eventBatches()[0]?.body.events as { id: string; data: unknown }[];
  expect(events.map((event) => event.data)).toEqual([{ assetId: 'before' }, { assetId: 'after' }]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  for (const { id } of events)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('events go out together once there are enough of them, at most 500 and 2 MB in a request', async () => {
  open({ flush: { size: 3, interval: 60_000 } });
  for (let i = 0; i < 3; i++) client.track('page.viewed');
  await vi.waitFor(() => expect(sentIds()).toHaveLength(3));
  await client.flush();
  server.handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return undefined;
  };
  for (let i = 0; i < 900; i++) client.track('map.opened', i < 300 ? { text: 'x'.repeat(15_000) } : {});
  expect(await client.flush()).toEqual({ sent: 900, failed: 0 });
  for (const { body } of server.eventBatches()) {
    expect(body.events.length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(body).length).toBeLessThanOrEqual(2 * 1024 * 1024);
  }
  expect(new Set(sentIds()).size).toBe(903);
});

test('a refused batch is tried again with the same ids, not before Retry-After', async () => {
  open();
  const replies = [
    { status: 429, headers: { 'retry-after': '1' }, body: problem('rate-limited') },
    { status: 503, body: problem('service-unavailable') },
  ];
  server.handler = () => replies.shift();
  client.track('page.viewed', {}, { id: 'once' });
  expect(await client.flush()).toEqual({ sent: 1, failed: 0 });
  expect(sentIds()).toEqual(['once', 'once', 'once']);
  const [first, second] = server.eventBatches();
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  expect(errors).toEqual([]);
});

test.each([400, 401, 403, 413, 422])('a %i is reported and never tried again', async (status) => {
  open();
  server.handler = () => ({ status, body: { ...problem('invalid-request'), status } });
  client.track('page.viewed');
  expect(await client.flush()).toEqual({ sent: 0, failed: 1 });
  expect(server.eventBatches()).toHaveLength(1);
  expect(errors[0]).toMatchObject({ name: 'EngagementError', status, requestId: 'req_1' });
});

test('an event that the server rejects is reported and its neighbours are not', async () => {
  open();
  const error = {
    type: 'urn:engagement:error:rule-violation',
    detail: 'purchase.completed needs a server',
    errors: [],
  };
  server.handler = ({ body }) => {
    const results = body.events.map(({ id }, at) =>
      at === 0 ? { id, status: 'rejected', error } : { id, status: 'accepted' },
    );
    return { status: 200, body: { accepted: 1, rejected: 1, results } };
  };
  client.track('purchase.completed');
  client.track('page.viewed');
  expect(await client.flush()).toEqual({ sent: 1, failed: 1 });
  expect(server.eventBatches()).toHaveLength(1);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: 'rule-violation', message: expect.stringContaining('needs a server') });
});

test('nothing that is tracked throws: bad names, big or unserialisable data are dropped with a warning', async () => {
  open();
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  client.track('Bad Name');
  client.track(7 as never);
  client.track('page.viewed', circular);
  client.track('page.viewed', { big: 'x'.repeat(16 * 1024) });
  client.track('page.viewed', [] as never);
  client.track('page.viewed', {}, { id: '' });
  client.track('page.viewed', {}, { time: new Date(Number.NaN) });
  client.track('page.viewed', null as never);
  expect(await client.flush()).toEqual({ sent: 0, failed: 0 });
  expect(warn).toHaveBeenCalledTimes(8);
  expect(server.requests).toEqual([]);
});

test('the queue is bounded: the oldest views make room, with one warning', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  open({ flush: { size: 1 } });
  server.handler = async () => {
    await gate;
    return undefined;
  };
  client.track('map.opened', {}, { id: 'in-flight' });
  await vi.waitFor(() => expect(server.eventBatches()).toHaveLength(1));
  client.track('map.opened', {}, { id: 'act' });
  for (let i = 0; i < 1200; i++) client.track('page.viewed', {}, { id: `view-${i}` });
  release();
  await client.flush();
  const ids = sentIds();
  expect(ids).toHaveLength(1001);
  expect(ids).toContain('act');
  expect(ids).not.toContain('view-0');
  expect(ids).toContain('view-1199');
  expect(warn).toHaveBeenCalledTimes(1);
});

test('without any answer flush resolves and the error names the likely causes', async () => {
  open({ host: 'http://127.0.0.1:9' });
  vi.spyOn(Math, 'random').mockReturnValue(0);
  client.track('page.viewed');
  expect(await client.flush()).toEqual({ sent: 0, failed: 1 });
  vi.mocked(Math.random).mockRestore();
  expect(errors[0]).toMatchObject({ code: 'network', retryable: true });
});

test('when the page hides, at most 60 kB outlive it and the rest goes out in the ordinary way', async () => {
  const page = stubPage();
  const calls: { keepalive: boolean; bytes: number }[] = [];
  const spy: typeof fetch = async (url, init) => {
    const request = new Request(url, init);
    calls.push({ keepalive: request.keepalive, bytes: (await request.clone().text()).length });
    return fetch(request);
  };
  open({ flush: { interval: 60_000, size: 500 }, fetch: spy });
  for (let i = 0; i < 10; i++) client.track('map.opened', { text: 'x'.repeat(15_000) }, { id: `e-${i}` });
  page.setHidden(true);
  await vi.waitFor(() => expect(new Set(sentIds()).size).toBe(10));
  const kept = calls.filter(({ keepalive }) => keepalive);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.bytes).toBeLessThan(64 * 1024);
  expect(sentIds()).toHaveLength(10);
});

test('events that were waiting for a next try go again when the page leaves', async () => {
  const page = stubPage();
  open();
  server.handler = () =>
    server.eventBatches().length === 1 ? { status: 503, headers: { 'retry-after': '60' } } : undefined;
  client.track('page.viewed', {}, { id: 'waiting' });
  void client.flush();
  await vi.waitFor(() => expect(server.eventBatches()).toHaveLength(1));
  page.fire('pagehide');
  await vi.waitFor(() => expect(sentIds()).toEqual(['waiting', 'waiting']));
});

test('while the browser is offline events wait, and go out when it is back', async () => {
  const page = stubPage();
  vi.stubGlobal('navigator', { onLine: false });
  open({ flush: { size: 1, interval: 250 } });
  client.track('page.viewed');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(server.requests).toEqual([]);
  vi.stubGlobal('navigator', { onLine: true });
  page.fire('online');
  await vi.waitFor(() => expect(sentIds()).toHaveLength(1));
});
