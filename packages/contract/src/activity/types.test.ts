import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACTIVITY_TYPES } from './types.ts';

/** The smallest `data` of each type. */
const SMALLEST: Record<string, object> = {
  'asset.downloaded': { assetId: 'a' },
  'asset.published': { assetId: 'a' },
  'asset.viewed': { assetId: 'a' },
  'chargeback.won': {},
  'creator.followed': { creatorId: 'c' },
  'creator.unfollowed': {},
  'download.voided': {},
  'link.clicked': { url: 'https://shop.example' },
  'page.viewed': {},
  'purchase.charged-back': {},
  'purchase.completed': { amount: 0, currency: 'EUR' },
  'purchase.refunded': {},
  'review.submitted': { assetId: 'a', rating: 4.5 },
  'review.withdrawn': {},
  'season.placed': { board: 'b', season: 's', prize: 'p', name: 'Prize', rank: 1, place: 1, score: 0 },
  'session.started': {},
  'user.signed-up': {},
};

const guide = readFileSync(new URL('../../../../docs/activity.md', import.meta.url), 'utf8');

test.each(Object.entries(ACTIVITY_TYPES))(
  '%s takes its smallest data with properties, and nothing unknown',
  (type, { data }) => {
    const smallest = SMALLEST[type];
    expect(data.safeParse({ ...smallest, properties: { kind: 'map', size: 3, fresh: true } }).success).toBe(true);
    expect(data.safeParse({ ...smallest, unknown: 1 }).error?.issues[0]).toMatchObject({ code: 'unrecognized_keys' });
    expect(data.safeParse({ ...smallest, properties: { nested: {} } }).success).toBe(false);
  },
);

test('every type, and each of its fields, is in the guide', () => {
  for (const [type, { data }] of Object.entries(ACTIVITY_TYPES)) {
    expect(guide).toContain(`\`${type}\``);
    for (const field of Object.keys(data.shape))
      expect(guide).toMatch(new RegExp(`\`${field}\\??\``.replace('properties', '(data\\.)?properties')));
  }
});

test('what a type takes back exists, and no type takes back itself through others', () => {
  const reaches = (from: string, goal: string): boolean =>
    (ACTIVITY_TYPES[from]?.reverses ?? []).some((type) => type === goal || reaches(type, goal));
  for (const [type, { reverses = [] }] of Object.entries(ACTIVITY_TYPES)) {
    for (const taken of reverses) expect(ACTIVITY_TYPES).toHaveProperty([taken]);
    expect(reaches(type, type)).toBe(false);
  }
});
