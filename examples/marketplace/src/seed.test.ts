import { ProfileItem } from '@engagement/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngagement } from './engagement.ts';
import { seasonsAround } from './seasons.ts';
import { concludeSeason, seed } from './seed.ts';
import { startEngagementDouble } from './testing/engagement-double.ts';

const NOW = new Date('2026-11-26T15:00:00Z');
let server: Awaited<ReturnType<typeof startEngagementDouble>>;

beforeEach(async () => {
  server = await startEngagementDouble();
});
afterEach(() => server.stop());

test('seeding twice sends the same facts, which change nothing the second time', async () => {
  const engagement = createEngagement(server.url, 'sk_test_1');
  await seed(engagement, 'http://shop.example', NOW);
  const first = server.events();
  server.sent.length = 0;
  await seed(engagement, 'http://shop.example', NOW);
  expect(first.length).toBeGreaterThan(5_000);
  expect(server.events()).toEqual(first);
});

test('nothing is said to have happened in the future', async () => {
  await seed(createEngagement(server.url, 'sk_test_1'), 'http://shop.example', NOW);
  const latest = server
    .events()
    .reduce((time, event) => Math.max(time, Date.parse((event as { time?: string }).time ?? '')), 0);
  expect(latest).toBeLessThanOrEqual(NOW.getTime());
});

test('definitions come first, then profiles that the engagement server takes, then facts in batches of at most 500', async () => {
  await seed(createEngagement(server.url, 'sk_test_1'), 'http://shop.example', NOW);
  const paths = server.sent.map(({ path }) => path);
  expect(paths.slice(0, 4)).toEqual(['/v1/definitions', '/v1/users/batch', '/v1/creators/batch', '/v1/assets/batch']);
  for (const { path, body } of server.sent.slice(1, 4))
    for (const item of (body as { items: unknown[] }).items)
      expect(ProfileItem.safeParse(item).error, path).toBeUndefined();
  for (const { body } of server.sent.slice(4)) expect(body.events?.length).toBeLessThanOrEqual(500);
});

test('the last season is defined for itself and after the facts, so that it is sealed with all of them', async () => {
  const engagement = createEngagement(server.url, 'sk_test_1');
  const { last, running, next } = seasonsAround(NOW);
  await seed(engagement, 'http://shop.example', NOW);
  expect(server.sent[0]?.body).toMatchObject({ seasons: [running, next] });
  await concludeSeason(engagement, NOW);
  expect(server.sent.at(-1)).toEqual({ path: '/v1/definitions', body: { seasons: [last] } });
});
