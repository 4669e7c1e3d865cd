import { ACTIVITY_TYPES, ActivityEvent } from '@engagement/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngagement } from './engagement.ts';
import { Guests } from './guests.ts';
import { startEngagementDouble } from './testing/engagement-double.ts';
import { Traffic } from './traffic.ts';
import { visitorOf } from './visitor.ts';

let server: Awaited<ReturnType<typeof startEngagementDouble>>;

beforeEach(async () => {
  server = await startEngagementDouble();
});
afterEach(() => server.stop());

function market() {
  const engagement = createEngagement(server.url, 'sk_test_1');
  const guests = new Guests(engagement, 'http://shop.example');
  return { guests, traffic: new Traffic(engagement, guests) };
}

test('the market sends facts that the engagement server takes, and none after it was stopped', async () => {
  const { traffic } = market();
  traffic.start();
  await vi.waitUntil(() => server.events().length > 3, 5_000);
  await traffic.stop();
  const sent = server.events().length;
  for (const event of server.events()) {
    const { type, data } = ActivityEvent.parse(event);
    expect(ACTIVITY_TYPES[type]?.data.safeParse(data).error).toBeUndefined();
  }
  await traffic.stop();
  expect(server.events()).toHaveLength(sent);
});

test('a visitor who comes twice is introduced once', async () => {
  const { guests } = market();
  const visitor = visitorOf('a'.repeat(32));
  if (!visitor) throw new Error('no visitor');
  await Promise.all([guests.welcome(visitor), guests.welcome(visitor)]);
  await guests.welcome(visitor);
  expect(server.sent.map(({ path }) => path).filter((path) => path === `/v1/users/${visitor.id}`)).toHaveLength(1);
  expect(guests.present()).toEqual([visitor]);
});

test('more new visitors at once than a person can be are not introduced', async () => {
  const { guests } = market();
  const names = Array.from({ length: 40 }, (_, index) => String(index).padStart(32, 'v'));
  const results = await Promise.allSettled(names.map((name) => guests.welcome(visitorOf(name) as never)));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10);
});
