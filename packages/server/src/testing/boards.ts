import type { Season, Window } from '@engagement/contract';
import { sql } from 'drizzle-orm';
import type { Catalogue, Catalogues, StoredBoard, StoredMetric } from '../definitions/catalogue.ts';
import type { KnownCaller } from '../kernel/caller.ts';
import { type Micros, microsOf } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import { announce, tick } from '../metrics/announce.ts';
import type { Folded } from '../metrics/counters.ts';
import { comparedDays } from '../metrics/elapsed-days.ts';
import { findPeriod, nextPeriod, type PeriodQuery } from '../metrics/find-period.ts';
import { membersOf } from '../metrics/members.ts';
import type { StoredPeriod } from '../metrics/period.ts';
import { Periods } from '../metrics/periods.ts';
import { ScoreBasis } from '../modules/leaderboards/score-basis.ts';
import { Seasons } from '../modules/leaderboards/seasons/seasons.ts';
import { BoardService } from '../modules/leaderboards/service.ts';
import { sqlStandings } from '../modules/leaderboards/standings/sql/read-board.ts';
import type { Standings } from '../modules/leaderboards/standings/standings.ts';
import { describe } from '../modules/profiles/repository.ts';
import { type Database, type Executor, json, rows } from '../platform/db/database.ts';
import { createCursors } from '../platform/http/cursors.ts';

/** Tuesday, 24 November 2026, noon in Berlin. */
export const NOON = Date.parse('2026-11-24T11:00:00Z');

export const tenantOf = (id: number): Tenant => ({
  id: id as TenantId,
  key: `market-${id}`,
  name: 'Market',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  mode: 'test',
});

export const publishable = (tenant: Tenant): KnownCaller => ({ kind: 'publishable', tenant, credential: 'pk' });
export const metric = (fields: Partial<StoredMetric> = {}): StoredMetric => ({
  id: 1,
  key: 'sales',
  subject: 'creator',
  sources: [{ type: 'purchase.completed', subject: 'data.creatorId', value: 'data.amount', filter: [] }],
  fold: 'sum',
  windows: ['week', 'all-time'],
  segments: ['user.country'],
  scale: 0,
  ...fields,
});

export const board = (fields: Partial<StoredBoard> = {}): StoredBoard => ({
  key: 'top-sellers',
  name: 'Top sellers',
  metric: 'sales',
  score: 'total',
  direction: 'descending',
  ranks: 'competition',
  windows: ['week', 'all-time'],
  segments: ['user.country'],
  snapshot: 'hour',
  exclude: ['staff'],
  prizes: [],
  enabled: true,
  ...fields,
});

/** Definitions of every tenant, which a test may replace. */
export class TestCatalogues implements Catalogues {
  readonly #listeners = new Set<(tenantId: TenantId) => void>();
  /** How often each tenant's were asked for. */
  readonly asked = new Map<TenantId, number>();
  metrics: readonly StoredMetric[] = [metric()];
  boards: readonly StoredBoard[] = [board()];
  seasons: readonly Season[] = [];

  within(_executor: Executor, tenantId: TenantId): Promise<Catalogue> {
    return this.current(tenantId);
  }

  async current(tenantId: TenantId): Promise<Catalogue> {
    this.asked.set(tenantId, (this.asked.get(tenantId) ?? 0) + 1);
    return {
      tenantId,
      revision: 1,
      activityTypes: new Map(),
      seasons: new Map(this.seasons.map((each) => [each.key, each])),
      metrics: new Map(this.metrics.map((each) => [each.key, each])),
      boards: new Map(this.boards.map((each) => [each.key, each])),
      caps: new Map(),
      retention: null,
    };
  }

  onChange(listener: (tenantId: TenantId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(tenantId: TenantId, boards: readonly StoredBoard[]): void {
    this.boards = boards;
    for (const listener of this.#listeners) listener(tenantId);
  }
}

/** Finds periods as the server does. */
export function storedPeriods(database: Database) {
  const periods = new Periods(database.orm);
  return {
    findPeriod: (query: PeriodQuery) => findPeriod(periods, query),
    periodById: (tenant: Tenant, id: number) => periods.withId(tenant, id),
    comparedDays: (tenant: Tenant, period: StoredPeriod, at: Micros) => comparedDays(periods, tenant, period, at),
    nextPeriod: (tenant: Tenant, seasons: Catalogue['seasons'], period: StoredPeriod) =>
      nextPeriod(periods, tenant, seasons, period),
  };
}

/** The period that `spec` means at noon. */
export async function periodIdOf(database: Database, tenant: Tenant, spec: Window, at = NOON): Promise<number> {
  const query = { tenant, seasons: new Map(), windows: [spec], spec, at: at * 1000 };
  const period = await storedPeriods(database).findPeriod(query);
  if (!period) throw new Error(`There is no ${spec}.`);
  return period.id;
}

/** Names, as they are stored. */
export const storedProfiles = (database: Database) => ({
  describe: (tenantId: TenantId, kind: string, ids: readonly string[]) => describe(database.orm, tenantId, kind, ids),
});

/** What scores are computed from, on SQL boards. */
export function scoreBasis(database: Database, catalogues: Catalogues): ScoreBasis {
  const refresh = { subjects: async () => {}, boards: async () => {} };
  return new ScoreBasis({ database, catalogues, periods: storedPeriods(database), refresh });
}

/** Boards as the server reads them, at noon unless told otherwise. */
export function boardService(
  database: Database,
  catalogues: Catalogues,
  now: () => number = () => NOON,
  standings: Standings = sqlStandings(database.orm),
): BoardService {
  return new BoardService({
    standings,
    basis: scoreBasis(database, catalogues),
    seasons: new Seasons(database.orm, storedPeriods(database)),
    clock: { now },
    catalogues,
    periods: storedPeriods(database),
    following: { membersOf: (tenant, metric, user) => membersOf(database.orm, tenant.id, metric, user) },
    profiles: storedProfiles(database),
    cursors: createCursors(Buffer.alloc(32, 7)),
  });
}

export interface Value {
  readonly id: string;
  readonly value: number | bigint;
  readonly count?: number;
  /** Default: the start of 2026. */
  readonly reachedAt?: string;
  readonly segment?: string;
}

/** Where values belong: the metric and period of a test. */
export interface Target {
  readonly tenant: Tenant;
  readonly metricId?: number;
  readonly kind?: string;
  readonly periodId: number;
}

interface PutRow extends Record<string, unknown> {
  key: string;
  ref: string;
  segment: string;
  value: string;
  count: string;
  reached_at: string;
}

/** Writes values as a fold does, and tells every process unless they are shown elsewhere first. Returns what a fold would. */
export async function putValues(
  database: Database,
  target: Target,
  values: readonly Value[],
  isProjected = false,
): Promise<Folded> {
  const { tenant, periodId, metricId = 1, kind = 'creator' } = target;
  const list = json(
    values.map(({ id, value, count = 1, reachedAt = '2026-01-01T00:00:00Z', segment = '' }) => ({
      id,
      value: `${value}`,
      count,
      reached: reachedAt,
      segment,
    })),
  );
  return database.transaction(async (tx) => {
    await tx.execute(sql`insert into metric_subjects (tenant_id, kind, key)
      select distinct ${tenant.id}::int, ${kind}::text, x.id from jsonb_to_recordset(${list}) as x(id text)
      order by 3 on conflict do nothing`);
    const put = await rows<PutRow>(
      tx,
      sql`with put as (insert into metric_values
          (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
        select ${tenant.id}, ${metricId}, ${periodId}, x.segment, s.ref, x.value, x.count, x.reached, 1
        from jsonb_to_recordset(${list}) as x(id text, value bigint, count bigint, reached timestamptz, segment text)
        join metric_subjects s on s.tenant_id = ${tenant.id} and s.kind = ${kind} and s.key = x.id
        order by x.segment, s.ref
        on conflict (tenant_id, metric_id, period_id, segment, subject_ref)
        do update set value = excluded.value, count = excluded.count, reached_at = excluded.reached_at
        returning segment, subject_ref, value, count, reached_at)
      select s.key, s.ref, put.segment, put.value, put.count, put.reached_at::text from put
      join metric_subjects s on s.tenant_id = ${tenant.id} and s.ref = put.subject_ref`,
    );
    const version = await (isProjected ? tick(tx, tenant.id) : announce(tx, tenant.id, new Set([metricId])));
    const changes = put.map(({ ref, segment, value, count, reached_at }) => ({
      ...{ metricId, periodId, segment, ref: Number(ref) },
      ...{ value: BigInt(value), count: BigInt(count), reachedAt: microsOf(reached_at) },
    }));
    return { changes, keys: new Map(put.map(({ ref, key }) => [Number(ref), key])), version };
  });
}
