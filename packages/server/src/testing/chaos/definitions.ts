import type { DefinitionsInput, Prize } from '@engagement/contract';
import { Temporal } from 'temporal-polyfill';
import type { ModelSeason } from './model.ts';

/** In days from the start of the run, at noon: an hour that no zone skips or has twice. */
const SEASONS = { running: [-4, 4], over: [-20, -5] } as const;

/** The one that is over, and sealed before anything is broken. */
export const SEALED_SEASON = 'over' satisfies keyof typeof SEASONS;

/** The seasons of a marketplace: one that runs, and one that was over before. */
export function seasonsOf(startedAt: number, zone: string): (ModelSeason & { start: string; end: string })[] {
  const today = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(zone).toPlainDate();
  const noon = (days: number) => today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
  const local = (at: Temporal.ZonedDateTime) => at.toPlainDateTime().toString({ smallestUnit: 'minute' });
  return Object.entries(SEASONS).map(([key, days]) => {
    const [start, end] = [noon(days[0]), noon(days[1])];
    return {
      key,
      start: local(start),
      end: local(end),
      from: start.epochMilliseconds,
      until: end.epochMilliseconds,
    };
  });
}

/** What the first and the best tenth of a season get. */
export const PRIZES = [
  { key: 'crown', name: 'Crown', ranks: { from: 1, to: 1 } },
  { key: 'best-tenth', name: 'Best tenth', topPercent: 10 },
] as const satisfies readonly Prize[];

const sold = { type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' };

/**
 * What every marketplace defines: each fold that boards use, in windows that run and in one that is over. That one is
 * sealed once its grace is over: 0 hours seal it as soon as somebody looks.
 */
export function chaosDefinitions(startedAt: number, zone: string, graceHours: number): DefinitionsInput {
  return {
    seasons: seasonsOf(startedAt, zone).map(({ key, start, end }) => ({
      ...{ key, name: key, start, end },
      graceHours,
      reviewHours: 0,
    })),
    metrics: [
      {
        key: 'revenue',
        subject: 'creator',
        sources: [sold],
        fold: 'sum',
        windows: ['all-time', 'week', 'day', 'season'],
        segments: ['data.properties.region'],
      },
      { key: 'sales', subject: 'creator', sources: [{ type: sold.type, subject: sold.subject }], fold: 'count' },
      { key: 'buyers', subject: 'creator', sources: [{ ...sold, value: 'subject' }], fold: 'unique' },
      { key: 'dearest', subject: 'creator', sources: [sold], fold: 'max' },
      {
        key: 'rating',
        subject: 'asset',
        sources: [{ type: 'review.submitted', subject: 'data.assetId', value: 'data.rating' }],
        fold: 'average',
        scale: 1,
        windows: ['all-time', 'day'],
      },
      {
        key: 'downloads',
        subject: 'asset',
        sources: [{ type: 'asset.downloaded', subject: 'data.assetId' }],
        fold: 'count',
        windows: ['all-time', 'day'],
      },
    ],
    boards: [
      { key: 'top-sellers', name: 'Top sellers', metric: 'revenue', prizes: [...PRIZES] },
      { key: 'top-rated', name: 'Top rated', metric: 'rating', score: 'average', ranks: 'dense' },
      { key: 'most-downloaded', name: 'Most downloaded', metric: 'downloads', ranks: 'ordinal' },
      { key: 'least-downloaded', name: 'Least downloaded', metric: 'downloads', direction: 'ascending' },
    ],
  };
}
