import type { Catalogue, Catalogues, StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import { announce } from '../../metrics/announce.ts';
import type { ComparedDays } from '../../metrics/elapsed-days.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Database, Executor } from '../../platform/db/database.ts';
import type { Mean } from './mean.ts';
import type { Periods } from './ports.ts';
import { readGrownFrom, readGrowthDays, readPrior, takePrior, writeGrowthDays } from './repository.ts';
import type { Refresh } from './standings/standings.ts';

export interface ScoreBasisDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly refresh: Refresh;
}

/** The periods in which growth is made of a day, among others, by the id of the day. */
export type GrownFrom = ReadonlyMap<number, readonly StoredPeriod[]>;

/** Boards that show something else once what they are computed from has moved on. */
interface Concerned {
  readonly boards: readonly StoredBoard[];
  readonly metricIds: ReadonlySet<number>;
}

/**
 * What scores are computed from beside the numbers: the means that priors draw to, and the days that growth compares.
 * Both are noted when they are taken, and stand until they are taken again, so that boards change then and not between.
 */
export class ScoreBasis {
  readonly #deps: ScoreBasisDeps;
  readonly #noted = new Set<string>();

  constructor(deps: ScoreBasisDeps) {
    this.#deps = deps;
  }

  /** What a board's prior draws to; null when it has none, or none yet. */
  meanOf(tenantId: TenantId, board: StoredBoard, metric: StoredMetric): Promise<Mean | null> {
    return board.prior ? readPrior(this.#deps.database.orm, tenantId, metric) : Promise.resolve(null);
  }

  /** Sees to it that the days of a period have been noted, before its growth is read for the first time. */
  async prepare(tenant: Tenant, board: StoredBoard, period: StoredPeriod, at: Micros): Promise<void> {
    if (board.score === 'growth') await this.#prepareGrowth(tenant, period, at);
  }

  async #prepareGrowth(tenant: Tenant, period: StoredPeriod, at: Micros): Promise<void> {
    const name = `${tenant.id} ${period.id}`;
    if (this.#noted.has(name)) return;
    const noted = await readGrowthDays(this.#deps.database.orm, tenant.id);
    if (!noted.has(period.id)) {
      const catalogue = await this.#deps.catalogues.current(tenant.id);
      await this.#compare(tenant, period, at, undefined, growthOver(catalogue, period));
    }
    this.#noted.add(name);
  }

  /** In which periods growth moves with the numbers of some days. */
  async grownFrom(tenant: Tenant, catalogue: Catalogue, days: ReadonlySet<number>, at: Micros): Promise<GrownFrom> {
    const found = new Map<number, StoredPeriod[]>();
    if (days.size === 0) return found;
    for (const period of await this.#growing(tenant, catalogue, at)) await this.#prepareGrowth(tenant, period, at);
    for (const { day, periodId } of await readGrownFrom(this.#deps.database.orm, tenant.id, [...days])) {
      const period = await this.#deps.periods.periodById(tenant, periodId);
      if (period) found.set(day, [...(found.get(day) ?? []), period]);
    }
    return found;
  }

  /** Takes anew what is due at an instant: priors not taken since `dayStart`, and days that are over. Safe at any time. */
  async renew(tenant: Tenant, at: Micros, dayStart: Micros): Promise<void> {
    const catalogue = await this.#deps.catalogues.current(tenant.id);
    await this.#renewPriors(tenant, catalogue, at, dayStart);
    await this.#renewGrowth(tenant, catalogue, at);
  }

  async #renewPriors(tenant: Tenant, catalogue: Catalogue, at: Micros, dayStart: Micros): Promise<void> {
    const drawn = [...catalogue.boards.values()].filter(({ prior }) => prior);
    for (const key of new Set(drawn.map(({ metric }) => metric))) {
      const metric = catalogue.metrics.get(key);
      if (!metric) continue;
      const held = await readPrior(this.#deps.database.orm, tenant.id, metric);
      if (held && held.takenAt >= dayStart) continue;
      const boards = drawn.filter((board) => board.metric === key);
      await this.#change(tenant, { boards, metricIds: new Set([metric.id]) }, (tx) =>
        takePrior(tx, tenant.id, metric, at),
      );
    }
  }

  /** The running periods move on, and those before them are completed. */
  async #renewGrowth(tenant: Tenant, catalogue: Catalogue, at: Micros): Promise<void> {
    const growing = await this.#growing(tenant, catalogue, at);
    if (growing.length === 0) return;
    const noted = await readGrowthDays(this.#deps.database.orm, tenant.id);
    for (const period of growing)
      await this.#compare(tenant, period, at, noted.get(period.id), growthOver(catalogue, period));
  }

  /** The running periods of boards of growth, and those before them. */
  async #growing(tenant: Tenant, { boards, seasons }: Catalogue, at: Micros): Promise<StoredPeriod[]> {
    const growing = [...boards.values()].filter(({ score }) => score === 'growth');
    const found: StoredPeriod[] = [];
    for (const window of new Set(growing.flatMap(({ windows }) => windows))) {
      for (const spec of [window, `${window}:previous`]) {
        const period = await this.#deps.periods.findPeriod({ tenant, seasons, windows: [window], spec, at });
        if (period) found.push(period);
      }
    }
    return found;
  }

  async #compare(
    tenant: Tenant,
    period: StoredPeriod,
    at: Micros,
    held: ComparedDays | undefined,
    concerned: Concerned,
  ): Promise<void> {
    const wanted = await this.#deps.periods.comparedDays(tenant, period, at);
    if (held && JSON.stringify([held.days, held.before]) === JSON.stringify([wanted.days, wanted.before])) return;
    await this.#change(tenant, concerned, async (tx) => {
      await writeGrowthDays(tx, tenant.id, period.id, wanted);
      return true;
    });
  }

  /** Changes what boards are computed from, and tells all who show them. */
  async #change(
    tenant: Tenant,
    { boards, metricIds }: Concerned,
    work: (tx: Executor) => Promise<boolean>,
  ): Promise<void> {
    await this.#deps.database.transaction(async (tx) => {
      if (!(await work(tx))) return;
      const keys = boards.map(({ key }) => key);
      await this.#deps.refresh.boards(tx, tenant.id, keys);
      await announce(tx, tenant.id, metricIds);
    });
  }
}

function growthOver({ boards, metrics }: Catalogue, { window }: StoredPeriod): Concerned {
  const growing = [...boards.values()].filter(({ score, windows }) => score === 'growth' && windows.includes(window));
  const ids = growing.map(({ metric }) => metrics.get(metric)?.id).filter((id) => id !== undefined);
  return { boards: growing, metricIds: new Set(ids) };
}
