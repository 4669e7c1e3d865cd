import { defineEngagement } from '@engagement/contract';

const purchases = { type: 'purchase.completed', subject: 'subject' };
const windows = ['month' as const, 'all-time' as const];
const segments = ['data.properties.country'];

/** Revenue and orders of each customer, by month and of all time, in total and by country. Refunds take their part back. */
export default defineEngagement({
  metrics: [
    {
      key: 'revenue',
      subject: 'user',
      sources: [{ ...purchases, value: 'data.amount' }],
      fold: 'sum',
      windows,
      segments,
      unit: { label: 'GBP', currency: 'GBP' },
    },
    // An invoice that was written across two minutes is two purchases, and one order.
    {
      key: 'orders',
      subject: 'user',
      sources: [{ ...purchases, value: 'data.orderId' }],
      fold: 'unique',
      windows,
      segments,
    },
  ],
  boards: [
    { key: 'revenue', name: 'Revenue', metric: 'revenue' },
    { key: 'orders', name: 'Orders', metric: 'orders' },
  ],
});
