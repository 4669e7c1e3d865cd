import { Temporal } from 'temporal-polyfill';
import type { Catalogue, Catalogues, StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Database } from '../../platform/db/database.ts';
import { takeDueNights } from './nightly.ts';
import type { Periods, Tenants } from './ports.ts';
import { lastNoted, noteRanks } from './projection.ts';
import type { ScoreBasis } from './score-basis.ts';
import { readRecord } from './seasons/records.ts';
import type { StandingsEngine } from './standings/engine.ts';

interface Noted {
  readonly board: StoredBoard;
  readonly metric: StoredMetric;
  readonly seasons: Catalogue['seasons'];
}

const HOUR = 3_600_000_000;

export interface BoardJobs {
  /** Takes anew the means that priors draw to, and the days that growth compares, where they are due. Safe at any time. */
  renewScores(): Promise<void>;
  /** Notes the ranks of every board that is due, and tells how many periods it noted. Safe to run at any time. */
  takeDueSnapshots(): Promise<number>;
  /** Notes the ranks of one board now, in the present period of each of its windows. */
  snapshot(tenant: Tenant, board: string): Promise<void>;
  /** Does what is due once in every tenant's night, and tells for how many tenants. Safe to run at any time. */
  takeDueNights(): Promise<number>;
}

export interface BoardJobsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly tenants: Tenants;
  readonly basis: Pick<ScoreBasis, 'renew'>;
  readonly engine: Pick<StandingsEngine, 'showRanks' | 'heal'>;
}

export function createBoardJobs(deps: BoardJobsDeps): BoardJobs {
  const { database, clock, catalogues, periods, tenants, basis, engine } = deps;

  async function* presentViews(tenant: Tenant, { board, metric, seasons }: Noted, at: Micros) {
    for (const window of board.windows) {
      const period = await periods.findPeriod({ tenant, seasons, windows: [window], spec: window, at });
      if (period && !(await isSealed(tenant, board, period))) yield { tenant, board, metric, period };
    }
  }

  /** Nothing moves any more, so there is nothing to note. */
  async function isSealed({ id: tenantId }: Tenant, { key }: StoredBoard, period: StoredPeriod): Promise<boolean> {
    if (period.window !== 'season') return false;
    return (await readRecord(database.orm, { tenantId, board: key, periodId: period.id })).sealed !== null;
  }

  async function noteDue(tenant: Tenant, at: Micros): Promise<number> {
    const { boards, metrics, seasons } = await catalogues.current(tenant.id);
    let noted = 0;
    for (const board of boards.values()) {
      const metric = metrics.get(board.metric);
      if (!board.enabled || !metric) continue;
      const due = latestMark(board.snapshot, tenant.zone, at);
      for await (const view of presentViews(tenant, { board, metric, seasons }, at)) {
        if (((await lastNoted(database.orm, view)) ?? Number.NEGATIVE_INFINITY) >= due) continue;
        await noteRanks(database.orm, view, at);
        await engine.showRanks(view);
        noted++;
      }
    }
    return noted;
  }

  /** One tenant's failure is no reason to leave out the others. */
  async function forEach(what: string, work: (tenant: Tenant) => Promise<void>): Promise<void> {
    const failures: unknown[] = [];
    for (const tenant of await tenants.list()) await work(tenant).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, `${what} of some tenants could not be noted.`);
  }

  return {
    takeDueNights: () => takeDueNights({ database, clock, tenants, steps: [engine.heal] }),
    async renewScores() {
      const at = clock.now() * 1000;
      await forEach('What scores are computed from', (tenant) =>
        basis.renew(tenant, at, latestMark('day', tenant.zone, at)),
      );
    },

    async takeDueSnapshots() {
      const at = clock.now() * 1000;
      let noted = 0;
      await forEach('Ranks', async (tenant) => {
        noted += await noteDue(tenant, at);
      });
      return noted;
    },

    async snapshot(tenant, key) {
      const { boards, metrics, seasons } = await catalogues.current(tenant.id);
      const board = boards.get(key);
      const metric = board && metrics.get(board.metric);
      if (!board || !metric) throw new Error(`There is no board ${key}.`);
      const at = clock.now() * 1000;
      for await (const view of presentViews(tenant, { board, metric, seasons }, at)) {
        await noteRanks(database.orm, view, at);
        await engine.showRanks(view);
      }
    },
  };
}

/** The last moment at which ranks should have been noted: the full hour, or the first instant of the local day. */
function latestMark(every: StoredBoard['snapshot'], zone: string, at: Micros): Micros {
  if (every === 'hour') return Math.floor(at / HOUR) * HOUR;
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000));
  return now.toZonedDateTimeISO(zone).startOfDay().epochMilliseconds * 1000;
}
