import type { DefinitionsInput } from '@engagement/contract';

/** Everything that the engagement server has to know of Tessera. Only built-in activity types are used. */
const definitions: DefinitionsInput = {
  metrics: [
    {
      key: 'asset-downloads',
      subject: 'asset',
      sources: [{ type: 'asset.downloaded', subject: 'data.assetId' }],
      fold: 'count',
      windows: ['week', 'all-time'],
      unit: { label: 'downloads' },
    },
    {
      key: 'creator-downloads',
      subject: 'creator',
      sources: [{ type: 'asset.downloaded', subject: 'data.creatorId' }],
      fold: 'count',
      windows: ['week', 'month', 'all-time'],
      unit: { label: 'downloads' },
    },
    {
      key: 'creator-revenue',
      subject: 'creator',
      sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
      fold: 'sum',
      windows: ['week', 'all-time'],
      unit: { label: 'sales', currency: 'EUR' },
    },
    {
      key: 'asset-rating',
      subject: 'asset',
      sources: [{ type: 'review.submitted', subject: 'data.assetId', value: 'data.rating' }],
      fold: 'average',
      scale: 2,
      unit: { label: 'stars' },
    },
  ],
  boards: [
    { key: 'weekly-downloads', name: 'Most downloaded this week', metric: 'asset-downloads', snapshot: 'hour' },
    { key: 'top-creators', name: 'Top creators', metric: 'creator-revenue', snapshot: 'hour' },
    { key: 'top-rated', name: 'Best rated', metric: 'asset-rating', score: 'average' },
  ],
};

// A definitions file is read through its default export.
export default definitions;
