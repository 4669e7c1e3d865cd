import type { ActivityEventInput, DefinitionsInput, Season } from '@engagement/contract';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant } from '../kernel/tenant.ts';
import type { SeasonJobsDeps } from '../modules/leaderboards/seasons/jobs.ts';
import { insertAudit } from '../modules/tenants/repository.ts';
import type { TestEngine } from './engine.ts';

/** What the jobs of one scheduler are given, for one tenant; the changes replace ports. */
export function schedulerOf(
  { database, catalogues, metrics }: Pick<TestEngine, 'database' | 'catalogues' | 'metrics'>,
  { tenant, clock, ...changes }: { tenant: Tenant; clock: Clock } & Partial<SeasonJobsDeps>,
): SeasonJobsDeps {
  return {
    database,
    clock,
    catalogues,
    periods: metrics,
    announce: metrics.announce,
    recordAudit: insertAudit,
    profiles: { describe: async () => new Map() },
    tenants: { list: async () => [tenant] },
    wakeScheduler: async () => {},
    facts: { give: async () => {} },
    ...changes,
  };
}

type SeasonInput = Pick<Season, 'key' | 'start' | 'end'> & Partial<Season>;

/** Sales of creators over some seasons, and a board of them. */
export function salesOver(seasons: readonly SeasonInput[], board: object = {}): DefinitionsInput {
  return {
    seasons: seasons.map((season) => ({ name: season.key, graceHours: 0, ...season })),
    metrics: [
      {
        key: 'sales',
        subject: 'creator',
        sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount' }],
        fold: 'sum',
        windows: ['season', 'day', 'all-time'],
        segments: ['data.currency'],
      },
      {
        key: 'won',
        subject: 'creator',
        sources: [{ type: 'season.placed', subject: 'data.creatorId' }],
        fold: 'count',
        segments: ['data.prize'],
      },
    ],
    boards: [{ key: 'top', name: 'Top', metric: 'sales', windows: ['season', 'day'], ...board }],
  };
}

/** Keeps what is given, in order. */
export function keptFacts() {
  const given: ActivityEventInput[] = [];
  return { given, give: async (_tenant: Tenant, events: readonly ActivityEventInput[]) => void given.push(...events) };
}
