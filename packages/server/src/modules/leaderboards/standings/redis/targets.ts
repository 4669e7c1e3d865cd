import type { Catalogue } from '../../../../definitions/catalogue.ts';
import type { Micros } from '../../../../kernel/instant.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { StoredPeriod } from '../../../../metrics/period.ts';
import type { Periods } from '../../ports.ts';
import { type Plan, type ProjectedBoard, planOf, projectedPeriods, writtenUntil } from './projected.ts';

/** Where in the numbers something has changed. */
export interface TouchedRow {
  readonly metricId: number;
  readonly periodId: number;
  readonly segment: string;
  readonly ref: number;
}

/** What a projection has to be told of: by segment and subject, the last that was said of it. */
export interface Target<T extends TouchedRow> {
  readonly projected: ProjectedBoard;
  readonly period: StoredPeriod;
  readonly segments: Map<string, Map<number, T>>;
}

/** Sorts rows that were touched by the projections that show them. */
export async function targetsOf<T extends TouchedRow>(
  periods: Periods,
  tenant: Tenant,
  catalogue: Catalogue,
  touched: readonly T[],
  at: Micros,
): Promise<Target<T>[]> {
  const sorter = new Sorter<T>(periods, tenant, catalogue, at);
  for (const row of touched) {
    const targets = sorter.known(row) ?? (await sorter.find(row));
    for (const target of targets) add(target, row);
  }
  return sorter.targets.filter(({ segments }) => segments.size > 0);
}

class Sorter<T extends TouchedRow> {
  readonly targets: Target<T>[] = [];
  readonly #byPlace = new Map<number, Map<number, readonly Target<T>[]>>();
  readonly #byProjection = new Map<string, Target<T>>();
  readonly #periods: Periods;
  readonly #tenant: Tenant;
  readonly #catalogue: Catalogue;
  readonly #plan: Plan;
  readonly #at: Micros;

  constructor(periods: Periods, tenant: Tenant, catalogue: Catalogue, at: Micros) {
    this.#periods = periods;
    this.#tenant = tenant;
    this.#catalogue = catalogue;
    this.#plan = planOf(catalogue);
    this.#at = at;
  }

  /** Nearly every row is of a metric and period that came before. */
  known({ metricId, periodId }: TouchedRow): readonly Target<T>[] | undefined {
    return this.#byPlace.get(metricId)?.get(periodId);
  }

  async find({ metricId, periodId }: TouchedRow): Promise<readonly Target<T>[]> {
    const boards = this.#plan.get(metricId) ?? [];
    const found: Target<T>[] = [];
    const period = boards.length > 0 ? await this.#periods.periodById(this.#tenant, periodId) : null;
    for (const projected of period ? boards : []) {
      for (const shown of await this.#periodsTouched(projected, period as StoredPeriod)) {
        found.push(this.#target(projected, shown));
      }
    }
    const ofMetric = this.#byPlace.get(metricId) ?? new Map<number, readonly Target<T>[]>();
    this.#byPlace.set(metricId, ofMetric.set(periodId, found));
    return found;
  }

  /** A board shows the rows of its own periods; growth is made of days, and moves in every period with them. */
  async #periodsTouched({ board }: ProjectedBoard, period: StoredPeriod): Promise<readonly StoredPeriod[]> {
    const { seasons } = this.#catalogue;
    if (board.score === 'growth') {
      if (period.window !== 'day') return [];
      return projectedPeriods(this.#periods, this.#tenant, board, seasons, this.#at);
    }
    return board.windows.includes(period.window) && this.#at < writtenUntil(period, seasons) ? [period] : [];
  }

  #target(projected: ProjectedBoard, period: StoredPeriod): Target<T> {
    const name = `${projected.board.key} ${period.id}`;
    const known = this.#byProjection.get(name);
    if (known) return known;
    const target: Target<T> = { projected, period, segments: new Map() };
    this.#byProjection.set(name, target);
    this.targets.push(target);
    return target;
  }
}

function add<T extends TouchedRow>({ projected, segments }: Target<T>, row: T): void {
  const held = segments.get(row.segment);
  if (held) held.set(row.ref, row);
  else if (projected.shows(row.segment)) segments.set(row.segment, new Map([[row.ref, row]]));
}
