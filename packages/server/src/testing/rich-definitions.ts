import type { DefinitionsInput } from '@engagement/contract';

const object = (properties: object) => ({ type: 'object', properties, additionalProperties: false });
const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };
const played = { type: 'game.played', subject: 'subject', value: 'data.points' };

/** Every fold, window and kind of segment, filters, currencies, scales, and what reversals count for themselves. */
export const RICH_DEFINITIONS: DefinitionsInput = {
  activityTypes: [
    {
      type: 'game.played',
      schema: object({
        points: { type: 'number' },
        level: { type: ['string', 'number', 'boolean'] },
        amount: { type: 'integer' },
      }),
    },
    { type: 'game.annulled', schema: object({ amount: { type: 'integer' } }), reverses: ['game.played'] },
    {
      type: 'win.undone',
      schema: object({ amount: { type: 'integer' } }),
      reverses: ['chargeback.won', 'game.annulled'],
    },
  ],
  seasons: [
    { key: 'harvest', name: 'Harvest', start: '2026-10-25T02:30', end: '2026-11-08T00:00' },
    { key: 'dusk', name: 'Dusk', start: '2026-11-01T00:00', end: '2026-12-01T00:00' },
  ],
  metrics: [
    {
      key: 'revenue',
      subject: 'creator',
      sources: [sold],
      fold: 'sum',
      windows: ['all-time', 'day', 'week', 'month', 'season'],
      segments: ['user.country', 'data.properties.region'],
    },
    {
      key: 'euros',
      subject: 'creator',
      sources: [sold],
      fold: 'sum',
      unit: { label: 'euros', currency: 'EUR' },
      windows: ['week'],
    },
    {
      key: 'sales',
      subject: 'creator',
      sources: [
        {
          ...sold,
          filter: [
            { field: 'data.amount', atLeast: 2 },
            { field: 'data.currency', is: 'EUR' },
          ],
        },
      ],
      fold: 'count',
      windows: ['month', 'season'],
    },
    {
      key: 'abroad',
      subject: 'user',
      sources: [
        {
          type: sold.type,
          subject: 'subject',
          filter: [
            { field: 'user.country', isNot: 'DE' },
            { field: 'data.properties.region', in: ['eu', 'us'] },
          ],
        },
      ],
      fold: 'count',
    },
    {
      key: 'dearest',
      subject: 'creator',
      sources: [sold],
      fold: 'max',
      windows: ['all-time', 'day'],
      segments: ['data.currency'],
    },
    { key: 'cheapest', subject: 'creator', sources: [sold], fold: 'min', windows: ['all-time', 'week'] },
    {
      key: 'buyers',
      subject: 'creator',
      sources: [{ ...sold, value: 'subject' }],
      fold: 'unique',
      windows: ['all-time', 'month', 'season'],
    },
    {
      key: 'points',
      subject: 'user',
      sources: [played],
      fold: 'sum',
      scale: 2,
      windows: ['all-time', 'day'],
      segments: ['data.level'],
    },
    {
      key: 'mean',
      subject: 'user',
      sources: [played, { type: 'review.submitted', subject: 'subject', value: 'data.rating' }],
      fold: 'average',
      scale: 1,
      windows: ['all-time', 'week'],
    },
    { key: 'worst', subject: 'user', sources: [played], fold: 'min', scale: 2 },
    { key: 'levels', subject: 'user', sources: [{ ...played, value: 'data.level' }], fold: 'unique' },
    // The reversals' own numbers, at their own time.
    {
      key: 'losses',
      subject: 'reason',
      sources: ['purchase.refunded', 'purchase.charged-back', 'chargeback.won'].map((type) => ({
        type,
        subject: 'data.reason',
        value: 'data.amount',
      })),
      fold: 'sum',
      windows: ['all-time', 'day'],
    },
    {
      key: 'disputes',
      subject: 'reason',
      sources: ['purchase.charged-back', 'chargeback.won'].map((type) => ({ type, subject: 'data.reason' })),
      fold: 'count',
    },
    { key: 'views', subject: 'asset', sources: [{ type: 'asset.viewed', subject: 'data.assetId' }], fold: 'count' },
  ],
};

/** What the profiles of the users say. */
export const COUNTRIES = { 'user/u1': { country: 'DE' }, 'user/u2': { country: 'FR' } };
