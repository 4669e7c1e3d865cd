import type { Endpoint } from '@engagement/contract';
import { expect, test } from 'vitest';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import { startTestServer } from '../../testing/test-server.ts';
import type { Route } from './route.ts';

const tenant = { id: 1, key: 'shop' } as unknown as Tenant;
const caller: KnownCaller = { kind: 'publishable', tenant, credential: 'key_1' };
const access = { publishable: true } as const;
const read: Endpoint = { id: 'read', method: 'get', path: '/v1/things', summary: '', access, status: 200 };
const good = { authorization: 'Bearer good' };

test('closing lets a request in flight finish, and takes no other', async () => {
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const slow: Route = {
    endpoint: read,
    handle: async () => {
      arrive();
      await mayGoOn;
      return { ok: true };
    },
  };
  const own = await startTestServer({ routes: [slow], endpoints: [read], authenticate: async () => caller });
  const reply = fetch(`${own.url}/v1/things`, { headers: good });
  await arrived;
  const closed = own.http.close();
  await expect(fetch(`${own.url}/v1/things`, { headers: good })).rejects.toThrow();
  void goOn();
  expect((await reply).status).toBe(200);
  await closed;
});

test('closing cuts what does not finish in time, and tells the handler', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<AbortSignal>();
  const stuck: Route = {
    endpoint: read,
    handle: ({ signal }) => {
      arrive(signal);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new ProblemError('conflict', ''))),
      );
    },
  };
  const own = await startTestServer({ routes: [stuck], endpoints: [read], authenticate: async () => caller });
  const reply = fetch(`${own.url}/v1/things`, { headers: good });
  reply.catch(() => {});
  const signal = await arrived;
  await own.http.close(10);
  await expect(reply).rejects.toThrow();
  await expect.poll(() => signal.aborted).toBe(true);
});
