import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestServer } from '../testing/test-server.ts';
import { delayOf, ONCE, PERSISTENT, request } from './request.ts';

let server: TestServer;

beforeEach(async () => {
  server = await new TestServer().start();
});

afterEach(() => server.stop());

test('Retry-After is read as seconds or as a date, and nonsense as no wait', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(delayOf('3', now)).toBe(3000);
  expect(delayOf('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000);
  expect(delayOf('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  expect(delayOf('soon', now)).toBe(0);
});

test('an empty answer is no error', async () => {
  server.handler = () => ({ status: 204 });
  const { signal } = new AbortController();
  expect(await request(server.origin, { fetch, signal, retry: ONCE })).toBeUndefined();
});

test('a request that waits for its next try ends with its signal', async () => {
  const controller = new AbortController();
  server.handler = () => {
    setTimeout(() => controller.abort(), 50);
    return { status: 503, headers: { 'retry-after': '3600' } };
  };
  const waiting = request(server.origin, { fetch, signal: controller.signal, retry: PERSISTENT });
  await expect(waiting).rejects.toMatchObject({ code: 'service-unavailable', retryable: true });
  expect(server.requests).toHaveLength(1);
});
