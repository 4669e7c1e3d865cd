import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client.ts';
import { entry, problem, TestServer } from '../testing/test-server.ts';
import type { EngagementClient, InitOptions } from '../types.ts';
import { createServerClock } from './server-clock.ts';

const HOUR = 3_600_000;

let server: TestServer;
let client: EngagementClient;

/** A device whose clock is so far ahead; only `Date` is set, and time goes on. */
function deviceIsAhead(ms: number): void {
  const real = Date.now;
  const RealDate = Date;
  vi.stubGlobal(
    'Date',
    class extends RealDate {
      constructor(...given: [] | [number | string]) {
        super(...((given.length === 0 ? [real() + ms] : given) as [number]));
      }
      static override now() {
        return real() + ms;
      }
    },
  );
}

function open(options: Partial<InitOptions> = {}): EngagementClient {
  client = createClient({ key: 'pk_test_1', host: server.origin, realtime: 'off', ...options });
  return client;
}

/** Two seconds: whole seconds in the header, and a busy machine. */
const near = (time: unknown, expected: number) => Math.abs(Date.parse(String(time)) - expected) < 2000;

beforeEach(async () => {
  server = await new TestServer().start();
  server.rows = [entry('ada', 1, 9)];
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await client?.destroy();
  await server.stop();
});

test('the offset is within what the answers allow, and the device’s clock stands as long as it agrees with them', () => {
  const answer = fc.record({
    wait: fc.nat(5000),
    latency: fc.nat(3000),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: -HOUR, max: HOUR }),
      fc.array(answer, { minLength: 1, maxLength: 20 }),
      (ahead, answers) => {
        vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_123 });
        const clock = createServerClock();
        expect(clock.offset()).toBe(0);
        let slowest = 0;
        for (const { wait, latency, place } of answers) {
          const askedAt = Date.now() + wait;
          const written = askedAt + latency * place + ahead;
          vi.setSystemTime(askedAt + latency);
          clock.learn(new Date(written).toUTCString(), askedAt);
          slowest = Math.max(slowest, latency);
        }
        const error = Math.abs(clock.offset() - ahead);
        vi.useRealTimers();
        expect(error).toBeLessThanOrEqual(slowest + 1000);
        if (ahead === 0) expect(clock.offset()).toBe(0);
      },
    ),
  );
});

test('a device whose clock is set while the page is open is believed again at the next answer', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 });
  const clock = createServerClock();
  const truth = Date.now() + HOUR;
  clock.learn(new Date(truth).toUTCString(), Date.now());
  expect(clock.now()).toBe(truth);
  vi.setSystemTime(truth);
  clock.learn(new Date(truth).toUTCString(), Date.now());
  expect(clock.offset()).toBe(0);
  clock.learn('nonsense', 0);
  clock.learn(null, 0);
  expect(clock.offset()).toBe(0);
  vi.useRealTimers();
});

test('on a device whose clock is wrong, the time and the times of events are the server’s', async () => {
  const now = Date.now;
  deviceIsAhead(-3 * HOUR);
  open({ flush: { interval: 60_000 } });
  client.track('page.viewed', {}, { id: 'before any answer' });
  const given = new Date('2026-11-24T12:00:00.000Z');
  client.track('page.viewed', {}, { id: 'of the page', time: given });
  await client.leaderboards.get('makers');
  expect(Math.abs(client.now() - now())).toBeLessThan(2000);
  client.track('page.viewed', {}, { id: 'after it' });
  await client.track('page.viewed', {}, { id: 'at once', wait: 1 });
  await client.flush();
  const [single, batch] = server.requests.filter(({ method }) => method === 'POST');
  expect(near((single?.body as unknown as { time?: string } | undefined)?.time, now())).toBe(true);
  const [early, own, late] = batch?.body.events ?? [];
  expect(near(early?.time, now())).toBe(true);
  expect(own?.time).toBe(given.toISOString());
  expect(near(late?.time, now())).toBe(true);
});

test('an event that is refused for the time of a wrong clock goes again once, with the right one', async () => {
  const now = Date.now;
  const onError = vi.fn();
  deviceIsAhead(HOUR);
  open({ onError });
  const refusal = { type: problem('invalid-request').type, detail: 'time must be at most 5 minutes ahead' };
  const errors = [{ pointer: '/time', code: 'too-late', message: refusal.detail }];
  server.handler = ({ body }) => {
    const results = body.events.map(({ id, time }) =>
      Date.parse(String(time)) > now() + 300_000
        ? { id, status: 'rejected', error: { ...refusal, errors } }
        : { id, status: 'accepted' },
    );
    return { status: 200, body: { accepted: 0, rejected: 0, results } };
  };
  client.track('page.viewed', {}, { id: 'mended' });
  expect(await client.flush()).toEqual({ sent: 1, failed: 0 });
  client.track('page.viewed', {}, { id: 'of the page', time: new Date(now() + 2 * HOUR) });
  expect(await client.flush()).toEqual({ sent: 0, failed: 1 });
  expect(server.eventBatches().map(({ body }) => body.events.map(({ id }) => id))).toEqual([
    ['mended'],
    ['mended'],
    ['of the page'],
  ]);
  expect(onError).toHaveBeenCalledTimes(1);
});
