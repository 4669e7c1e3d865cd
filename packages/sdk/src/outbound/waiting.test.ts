import { EventAnswer, EventReceipt } from '@engagement/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { problem, TestServer } from '../testing/test-server.ts';
import { userToken } from '../testing/user-token.ts';
import type { EngagementClient } from '../types.ts';

let server: TestServer;
let client: EngagementClient;
let token: string;

beforeEach(async () => {
  server = await new TestServer().start();
  token = userToken('ada');
  client = createClient({ key: 'pk_test_1', host: server.origin, realtime: 'off', userToken: token });
});
afterEach(async () => {
  await client.destroy();
  await server.stop();
});

const waited = (id = 'e-1', wait = 5) => client.track('asset.viewed', { assetId: 'a-1' }, { id, wait });

test('an event that is waited for goes out at once as its user, and what came of it comes back', async () => {
  const answer = await waited();
  expect(EventAnswer.parse(answer)).toEqual({ id: 'e-1', status: 'recorded', metrics: [], ranks: [] });
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', prefer: 'wait=5', token });
  expect(request?.url.pathname).toBe('/v1/events');
  expect(request?.body).toMatchObject({ id: 'e-1', type: 'asset.viewed', subject: 'ada', data: { assetId: 'a-1' } });
});

test('when the server lets it take its time there is a receipt', async () => {
  server.handler = () => ({ status: 202, body: { id: 'e-1', status: 'accepted' } });
  expect(EventReceipt.parse(await waited())).toEqual({ id: 'e-1', status: 'accepted' });
});

test('what is refused rejects with the reason, and an event that cannot be sent is not', async () => {
  server.handler = () => ({ status: 403, body: problem('forbidden') });
  await expect(waited()).rejects.toMatchObject({ code: 'forbidden', status: 403 });
  const { length } = server.requests;
  await expect(client.track('No Type', {}, { wait: 1 })).rejects.toMatchObject({ code: 'invalid-request' });
  expect(server.requests).toHaveLength(length);
});

test('a failure that may pass is tried again with the same event', async () => {
  const answers = [{ status: 503, headers: { 'retry-after': '1' }, body: problem('service-unavailable') }];
  server.handler = () => answers.pop();
  expect(await waited('again')).toMatchObject({ id: 'again', status: 'recorded' });
  expect(server.requests.map(({ body }) => (body as unknown as { id: string }).id)).toEqual(['again', 'again']);
});
