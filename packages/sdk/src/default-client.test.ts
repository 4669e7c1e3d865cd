import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stubPage } from './testing/page.ts';

const host = 'http://127.0.0.1:9';
const SLOT = Symbol.for('engagement.client');

/** A fresh copy of the SDK, as a page has one from the CDN and one from npm. */
async function copyOfSdk(): Promise<typeof import('./index.ts')> {
  vi.resetModules();
  return import('./index.ts');
}

beforeEach(() => {
  stubPage();
});

afterEach(async () => {
  const globals = globalThis as Record<symbol, unknown>;
  await (globals[SLOT] as { destroy(): Promise<void> } | undefined)?.destroy();
  vi.unstubAllGlobals();
});

test('init gives every copy of the SDK the same client for the same key', async () => {
  const [cdn, npm] = [await copyOfSdk(), await copyOfSdk()];
  expect(cdn.init).not.toBe(npm.init);
  const client = cdn.init({ key: 'pk_test_1', host });
  expect(npm.init({ key: 'pk_test_1', host })).toBe(client);
  expect((globalThis as Record<symbol, unknown>)[SLOT]).toBe(client);
});

test('whoever waits is told of the client when another copy makes it, at once when it is there, and not after off', async () => {
  const [cdn, npm] = [await copyOfSdk(), await copyOfSdk()];
  const [early, gone, late] = [vi.fn(), vi.fn(), vi.fn()];
  npm.whenDefaultClient(early);
  npm.whenDefaultClient(gone)();
  expect(early).not.toHaveBeenCalled();
  const client = cdn.init({ key: 'pk_test_1', host });
  npm.whenDefaultClient(late);
  expect(early.mock.calls).toEqual([[client]]);
  expect(late.mock.calls).toEqual([[client]]);
  expect(gone).not.toHaveBeenCalled();
});

test('another key makes another default client, with a warning; destroy leaves the place empty', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { init, whenDefaultClient } = await copyOfSdk();
  const told = vi.fn();
  whenDefaultClient(told);
  const first = init({ key: 'pk_test_1', host });
  const second = init({ key: 'pk_test_2', host });
  expect(told.mock.calls).toEqual([[first], [second]]);
  expect(warn).toHaveBeenCalledTimes(1);
  await Promise.all([first.destroy(), second.destroy()]);
  const third = init({ key: 'pk_test_2', host });
  expect(third).not.toBe(second);
  warn.mockRestore();
});

test('a secret key in a browser is refused, in init and in createClient', async () => {
  const { init, createClient } = await copyOfSdk();
  for (const open of [init, createClient])
    expect(() => open({ key: 'sk_live_1', host })).toThrow(expect.objectContaining({ code: 'secret-key-in-browser' }));
  expect((globalThis as Record<symbol, unknown>)[SLOT]).toBeUndefined();
});

test('a key that is none is refused with what a key looks like', async () => {
  const { createClient } = await copyOfSdk();
  expect(() => createClient({ key: '', host })).toThrow('pk_test_');
  expect(() => createClient({ key: undefined as never, host })).toThrow('pk_test_');
});

test('on a server init makes no default client, and a secret key opens no socket', async () => {
  vi.unstubAllGlobals();
  const { init, createClient } = await copyOfSdk();
  const getter = vi.fn(async () => null);
  const first = init({ key: 'pk_test_1', host, userToken: getter });
  expect(init({ key: 'pk_test_1', host })).not.toBe(first);
  expect((globalThis as Record<symbol, unknown>)[SLOT]).toBeUndefined();
  await first.ready;
  expect(getter).not.toHaveBeenCalled();
  const secret = createClient({ key: 'sk_test_1', host, fetch: () => new Promise(() => {}) });
  secret.leaderboards.subscribe('makers', {}, () => {});
  expect(secret.status.connection).toBe('idle');
});
