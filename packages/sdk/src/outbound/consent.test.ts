import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import { stubPage } from '../testing/page.ts';
import { TestServer } from '../testing/test-server.ts';
import type { EngagementClient, InitOptions } from '../types.ts';

let server: TestServer;
let client: EngagementClient;
const onError = vi.fn();

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, realtime: 'off', onError, ...options });
  return client;
}

const sentIds = () => server.eventBatches().flatMap(({ body }) => body.events.map(({ id }) => id));

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

beforeEach(async () => {
  onError.mockClear();
  server = await new TestServer().start();
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await client.destroy();
  await server.stop();
});

test('while consent is pending nothing that was tracked leaves, not even with the page, and boards are read', async () => {
  const page = stubPage();
  open({ consent: 'pending', flush: { size: 1, interval: 250 } });
  await client.ready;
  client.track('page.viewed', {}, { id: 'early' });
  expect(await client.flush()).toEqual({ sent: 0, failed: 0 });
  page.setHidden(true);
  page.fire('pagehide');
  page.fire('online');
  await expect(client.track('page.viewed', {}, { wait: 1 })).rejects.toMatchObject({ code: 'aborted' });
  expect((await client.leaderboards.get('makers')).board.key).toBe('makers');
  expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  expect(client.consent.get()).toBe('pending');
});

test('consent sends what has waited for it, with its own time', async () => {
  open({ consent: 'pending' });
  const before = Date.now();
  client.track('page.viewed', {}, { id: 'early' });
  await client.ready;
  client.track('page.viewed', {}, { id: 'later' });
  const after = Date.now();
  client.consent.set('granted');
  expect(await client.flush()).toEqual({ sent: 2, failed: 0 });
  const events = server.eventBatches().flatMap(({ body }) => body.events as { id: string; time: string }[]);
  expect(events.map(({ id }) => id)).toEqual(['early', 'later']);
  for (const { time } of events) {
    expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(time)).toBeLessThanOrEqual(after);
  }
});

test('a refusal forgets what has waited and whatever comes, also before the queue has loaded', async () => {
  open({ consent: 'pending' });
  client.track('page.viewed', {}, { id: 'early' });
  client.consent.set('denied');
  client.track('page.viewed', {}, { id: 'denied' });
  await client.flush();
  await expect(client.track('page.viewed', {}, { wait: 1 })).rejects.toMatchObject({ code: 'aborted' });
  client.track('page.viewed', {}, { id: 'denied too' });
  client.consent.set('granted');
  client.track('page.viewed', {}, { id: 'granted' });
  await client.flush();
  expect(sentIds()).toEqual(['granted']);
});

test('a refusal ends the tries of what is under way, and that is no error', async () => {
  open({ flush: { size: 1 } });
  server.handler = ({ method }) => (method === 'POST' ? { status: 503, headers: { 'retry-after': '1' } } : undefined);
  client.track('page.viewed', {}, { id: 'under way' });
  await until(() => expect(sentIds()).toHaveLength(1));
  const flushed = client.flush();
  client.track('page.viewed', {}, { id: 'waiting' });
  client.consent.set('denied');
  expect(await flushed).toEqual({ sent: 0, failed: 0 });
  client.consent.set('granted');
  server.handler = () => undefined;
  client.track('page.viewed', {}, { id: 'new' });
  await client.flush();
  expect(sentIds()).toEqual(['under way', 'new']);
  expect(onError).not.toHaveBeenCalled();
});

test('beforeSend sees each event before it is kept, and what it returns is what goes out', async () => {
  const beforeSend = vi.fn<NonNullable<InitOptions['beforeSend']>>((event) => {
    if (event.type === 'map.opened') return null;
    return { ...event, data: { ...event.data, email: undefined } };
  });
  open({ beforeSend });
  const time = new Date('2026-11-24T12:00:00.000Z');
  client.track('profile.viewed', { email: 'a@b.example', page: 1 }, { id: 'scrubbed', time });
  client.track('map.opened', {}, { id: 'left out' });
  await client.flush();
  await expect(client.track('map.opened', {}, { wait: 1 })).rejects.toMatchObject({ code: 'aborted' });
  await client.track('profile.viewed', { email: 'a@b.example' }, { wait: 1, id: 'waited for' });
  expect(beforeSend.mock.calls[0]).toEqual([
    { id: 'scrubbed', type: 'profile.viewed', time: time.toISOString(), data: { email: 'a@b.example', page: 1 } },
  ]);
  const [batch, single] = server.requests;
  expect(batch?.body.events).toMatchObject([{ id: 'scrubbed', time: time.toISOString(), data: { page: 1 } }]);
  expect(single?.body).toMatchObject({ id: 'waited for', data: {} });
  expect(JSON.stringify(server.requests)).not.toContain('a@b.example');
});

test('an event that beforeSend fails on, or spoils, is dropped with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  open({
    beforeSend(event) {
      if (event.id === 'spoiled') return { ...event, type: 'No Type' };
      throw new Error('my bug');
    },
  });
  client.track('page.viewed', {}, { id: 'failed' });
  client.track('page.viewed', {}, { id: 'spoiled' });
  expect(await client.flush()).toEqual({ sent: 0, failed: 0 });
  expect(warn.mock.calls.map(([text]) => text)).toEqual([
    expect.stringContaining('my bug'),
    expect.stringContaining('noun.verb'),
  ]);
  expect(server.requests).toEqual([]);
  warn.mockRestore();
});

test('a word that is no consent sends nothing and loses nothing', async () => {
  open({ consent: 'yes' as 'granted', flush: { size: 1, interval: 250 } });
  await client.ready;
  client.track('page.viewed', {}, { id: 'early' });
  expect(await client.flush()).toEqual({ sent: 0, failed: 0 });
  expect(server.eventBatches()).toEqual([]);
  client.consent.set('granted');
  await client.flush();
  expect(sentIds()).toEqual(['early']);
});
