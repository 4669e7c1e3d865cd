import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import { entry, problem, TestServer } from '../testing/test-server.ts';
import type { EngagementClient, Inspection } from '../types.ts';

let server: TestServer;
let client: EngagementClient;
let inspection: Inspection;

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = [entry('ada', 1, 9)];
  client = createClient({
    key: 'pk_test_1',
    host: server.origin,
    beforeSend: (event) => (event.type === 'map.opened' ? null : event),
  });
  inspection = await client.inspect();
});

afterEach(async () => {
  await client.destroy();
  await server.stop();
});

const fates = () => inspection.events().map(({ id, fate, reason }) => [id, fate, reason]);

test('a panel sees each event and what becomes of it, the latest first', async () => {
  const error = { type: problem('forbidden').type, detail: 'It needs a server.', errors: [] };
  server.handler = ({ body }) => {
    const results = body.events.map(({ id }) =>
      id === 'refused' ? { id, status: 'rejected', error } : { id, status: 'accepted' },
    );
    return { status: 200, body: { accepted: 1, rejected: 1, results } };
  };
  const seen: unknown[] = [];
  inspection.subscribe(() => seen.push(inspection.events()[0]?.fate));
  client.track('page.viewed', { page: 1 }, { id: 'taken' });
  client.track('page.viewed', {}, { id: 'refused' });
  client.track('map.opened', {}, { id: 'left out' });
  await client.flush();
  expect(fates()).toEqual([
    ['left out', 'dropped', 'beforeSend left it out.'],
    ['refused', 'rejected', 'It needs a server.'],
    ['taken', 'sent', null],
  ]);
  expect(inspection.events()[2]).toMatchObject({ type: 'page.viewed', data: { page: 1 } });
  expect(seen).toContain('waiting');
  expect(inspection.events()).toBe(inspection.events());

  server.handler = () => ({ status: 403, body: problem('forbidden') });
  client.track('page.viewed', {}, { id: 'failed' });
  await client.flush();
  expect(fates()[0]).toEqual(['failed', 'failed', expect.stringContaining('forbidden')]);
  server.handler = () => undefined;
  for (let at = 0; at < 60; at++) client.track('page.viewed', {}, { id: `e-${at}` });
  await client.flush();
  expect(fates()).toHaveLength(50);
  expect(fates()[0]).toEqual(['e-59', 'sent', null]);
});

test('a panel sees what goes over the socket, until it stops listening', async () => {
  const heard = vi.fn();
  const stop = inspection.subscribe(heard);
  client.leaderboards.subscribe('makers', {}, () => {});
  await until(() => expect(client.selectors.board('makers')(client.store.getState()).live).toBe(true));
  server.change([entry('zoe', 1, 10)]);
  const told = () =>
    inspection
      .socket()
      .map(({ direction, name }) => `${direction} ${name}`)
      .reverse();
  await until(() => expect(told()).toEqual(['state connecting', 'state live', 'out watch', 'in changed']));
  expect(inspection.socket()[0]?.detail).toMatchObject({ key: 'makers', length: 1 });
  const calls = heard.mock.calls.length;
  expect(calls).toBeGreaterThanOrEqual(4);
  stop();
  client.track('page.viewed');
  await client.flush();
  expect(heard).toHaveBeenCalledTimes(calls);
  expect(await client.inspect()).toBe(inspection);
});
