import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem, TestServer } from '../testing/test-server.ts';
import { createTracker, type Tracker } from './index.ts';

let server: TestServer;
let tracker: Tracker;

beforeEach(async () => {
  server = await new TestServer().start();
  tracker = createTracker({ key: 'sk_test_1', host: `${server.origin}/`, source: 'https://shop.example' });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

const purchase = (id: string) => ({
  id,
  type: 'purchase.completed',
  subject: 'ada',
  data: { orderId: id, amount: 1200, currency: 'EUR' },
});

test('Events of one moment go out in one request, in their order, under the secret key', async () => {
  const receipts = await Promise.all(['o-1', 'o-2', 'o-3'].map((id) => tracker.track(purchase(id))));
  expect(receipts).toEqual(['o-1', 'o-2', 'o-3'].map((id) => ({ id, status: 'accepted' })));
  expect(server.eventBatches()).toHaveLength(1);
  const [request] = server.eventBatches();
  expect(request?.token).toBe('sk_test_1');
  expect(request?.body.events).toMatchObject([{ ...purchase('o-1'), source: 'https://shop.example' }, {}, {}]);
});

test('It waits until the server has them for good, and asks again while the server is away', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  let tries = 0;
  server.handler = () => (++tries < 4 ? { status: 503 } : undefined);
  await tracker.track(purchase('o-1'));
  expect(tries).toBe(4);
  const ids = server.eventBatches().map(({ body }) => body.events[0]?.id);
  expect(new Set(ids)).toEqual(new Set(['o-1']));
});

test('Who sent an event that is refused learns why, and nobody else suffers', async () => {
  server.handler = ({ body }) => {
    const results = body.events.map(({ id }) =>
      id === 'bad'
        ? { id, status: 'rejected', error: { ...problem('rule-violation', 'No.'), errors: [] } }
        : { id, status: 'accepted' },
    );
    return { status: 200, body: { accepted: 2, rejected: 1, results } };
  };
  const outcomes = await Promise.allSettled(['o-1', 'bad', 'o-2'].map((id) => tracker.track(purchase(id))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'rule-violation' } });
});

test('A credential that is refused rejects every event of the batch', async () => {
  server.handler = () => ({ status: 401, body: problem('unauthenticated') });
  await expect(tracker.track(purchase('o-1'))).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
});

test('More than a request holds go out in several, one after the other', async () => {
  let underWay = 0;
  server.handler = async () => {
    expect(++underWay).toBe(1);
    await new Promise((done) => setTimeout(done, 5));
    underWay--;
    return undefined;
  };
  const sent = Array.from({ length: 1201 }, (_, at) => tracker.track(purchase(`o-${at}`)));
  await Promise.all(sent);
  const sizes = server.eventBatches().map(({ body }) => body.events.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  const ids = server.eventBatches().flatMap(({ body }) => body.events.map(({ id }) => id));
  expect(ids).toEqual(sent.map((_, at) => `o-${at}`));
});

test('An event that cannot be one is refused before it is sent, and so is one too many', async () => {
  await expect(tracker.track({ type: 'Nonsense' })).rejects.toMatchObject({ code: 'invalid-request' });
  server.handler = () => new Promise(() => {});
  for (let at = 0; at < 10_500; at++) tracker.track(purchase(`o-${at}`)).catch(() => {});
  await expect(tracker.track(purchase('late'))).rejects.toMatchObject({ code: 'rate-limited' });
});

test('flush sends at once and resolves when everything is settled', async () => {
  const slow = createTracker({ key: 'sk_test_1', host: server.origin, source: '/shop', interval: 60_000 });
  const receipt = slow.track({ ...purchase('o-1'), time: '2026-11-18T12:00:00Z', source: '/till' });
  await slow.flush();
  expect(await receipt).toEqual({ id: 'o-1', status: 'accepted' });
  expect(server.eventBatches()[0]?.body.events[0]).toMatchObject({ source: '/till', time: '2026-11-18T12:00:00.000Z' });
});

test('A key that is not secret makes no tracker', () => {
  expect(() => createTracker({ key: 'pk_test_1', host: server.origin, source: '/shop' })).toThrow(/begins `sk_`/);
});

test('Settings that are missing are told by their names', async () => {
  const { ENGAGEMENT_NOTHING } = process.env;
  expect(() => createTracker({ key: ENGAGEMENT_NOTHING, host: server.origin, source: '/shop' })).toThrow(/Set `key`/);
  const nowhere = createTracker({ key: 'sk_test_1', host: ENGAGEMENT_NOTHING, source: '/shop' });
  await expect(nowhere.track(purchase('o-1'))).rejects.toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('Set `host`'),
  });
});
