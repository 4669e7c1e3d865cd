import { defineEngagement } from '@engagement/contract';

/** Everything that the engagement server has to know of Tessera, but for its seasons. Only built-in activity types are used. */
const definitions = defineEngagement({
  metrics: [
    {
      key: 'creator-revenue',
      subject: 'creator',
      sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
      fold: 'sum',
      windows: ['week', 'all-time'],
      unit: { label: 'sales', currency: 'EUR' },
    },
    {
      key: 'followed',
      subject: 'user',
      sources: [{ type: 'creator.followed', subject: 'subject', value: 'data.creatorId' }],
      fold: 'unique',
    },
  ],
  boards: [
    { key: 'top-creators', name: 'Top creators', metric: 'creator-revenue', snapshot: 'hour', following: 'followed' },
  ],
  presets: [
    {
      preset: 'most-downloaded',
      key: 'weekly-downloads',
      name: 'Most downloaded this week',
      windows: ['week', 'all-time'],
    },
    {
      preset: 'most-downloaded',
      subject: 'creator',
      key: 'popular-creators',
      name: 'Most downloaded creators',
      windows: ['week', 'month', 'all-time'],
      following: 'followed',
    },
    { preset: 'top-rated', key: 'top-rated' },
    { preset: 'fastest-growing', key: 'rising', name: 'Rising fastest' },
    {
      preset: 'seasonal-winners',
      subject: 'creator',
      of: 'revenue',
      currency: 'EUR',
      key: 'season',
      name: 'Winners of the season',
      following: 'followed',
      prizes: [
        { key: 'laurel', name: 'The Tessera laurel', ranks: { from: 1, to: 1 } },
        { key: 'mention', name: 'An honourable mention', ranks: { from: 2, to: 3 } },
      ],
    },
  ],
});

// A definitions file is read through its default export.
export default definitions;
