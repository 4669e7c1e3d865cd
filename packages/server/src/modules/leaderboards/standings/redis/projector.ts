import type { Fact } from '../../../../activity/fact.ts';
import type { Projection } from '../../../../activity/ports.ts';
import type { Catalogue, Catalogues } from '../../../../definitions/catalogue.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { Change, Folded } from '../../../../metrics/counters.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { Concerned, Notices, Periods } from '../../ports.ts';
import type { Refresh } from '../standings.ts';
import type { Row } from './encode.ts';
import type { ProjectionView } from './names.ts';
import { planOf, projectedPeriods } from './projected.ts';
import { hiddenAmong, readBack, segmentsOf } from './read-back.ts';
import { markBoards } from './stale.ts';
import { type Target, type TouchedRow, targetsOf } from './targets.ts';
import type { Unshown } from './unshown.ts';
import type { Writer, Writing } from './writer.ts';

export interface ProjectorDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly concerned: Concerned;
  readonly notices: Notices;
  readonly writer: Writer;
  readonly unshown: Pick<Unshown, 'forget'>;
}

/** Shows in Redis what Postgres has committed, and then tells those who watch. */
export class Projector implements Projection, Refresh {
  readonly #deps: ProjectorDeps;

  constructor(deps: ProjectorDeps) {
    this.#deps = deps;
  }

  async project(tenant: Tenant, folded: Folded): Promise<void> {
    const catalogue = await this.#deps.catalogues.current(tenant.id);
    const targets = await this.#targets(tenant, catalogue, folded.changes);
    const direct = targets.filter(({ projected }) => projected.isDirect);
    const writings = await this.#direct(tenant, catalogue, direct, folded);
    await Promise.all([
      this.#deps.writer.write(tenant, writings),
      this.#readBackAll(
        tenant,
        catalogue,
        targets.filter(({ projected }) => !projected.isDirect),
      ),
    ]);
    this.#forget(folded.unshown);
    this.#deps.notices.send(tenant.id, new Set(folded.changes.map(({ metricId }) => metricId)));
  }

  async reproject(tenant: Tenant, facts: readonly Fact[]): Promise<void> {
    const catalogue = await this.#deps.catalogues.current(tenant.id);
    const touched = await this.#deps.concerned.rowsOf(tenant, catalogue, facts);
    await this.#readBackAll(tenant, catalogue, await this.#targets(tenant, catalogue, touched));
    if (touched.length > 0) this.#deps.notices.send(tenant.id, new Set(touched.map(({ metricId }) => metricId)));
  }

  async subjects(tenant: Tenant, refs: readonly number[], unshown?: number): Promise<void> {
    if (refs.length === 0) return;
    const { database, periods, catalogues, clock, notices } = this.#deps;
    const catalogue = await catalogues.current(tenant.id);
    for (const { board, metric } of [...planOf(catalogue).values()].flat()) {
      for (const period of await projectedPeriods(periods, tenant, board, catalogue.seasons, clock.now() * 1000)) {
        const view = { tenant, board, metric, period };
        const segments = await segmentsOf(database.orm, view);
        await this.#readBack(tenant, catalogue, view, new Map(segments.map((segment) => [segment, refs])));
      }
    }
    this.#forget(unshown);
    notices.send(tenant.id, undefined);
  }

  readonly boards = markBoards;

  #forget(unshown: number | undefined): void {
    if (unshown !== undefined) this.#deps.unshown.forget(unshown);
  }

  #targets<T extends TouchedRow>(tenant: Tenant, catalogue: Catalogue, touched: readonly T[]): Promise<Target<T>[]> {
    return targetsOf(this.#deps.periods, tenant, catalogue, touched, this.#deps.clock.now() * 1000);
  }

  /** The numbers of a change are the entry, unless its subject is kept off the board. */
  async #direct(
    tenant: Tenant,
    { seasons }: Catalogue,
    targets: readonly Target<Change>[],
    { keys, version }: Folded,
  ): Promise<Writing[]> {
    if (targets.length === 0) return [];
    const boards = new Map(targets.map(({ projected }) => [projected.board.key, { tenant, board: projected.board }]));
    const refs = new Set(targets.flatMap(({ segments }) => [...segments.values()].flatMap((rows) => [...rows.keys()])));
    const hidden = await hiddenAmong(this.#deps.database.orm, [...boards.values()], refs);
    return targets.map(({ projected, period, segments }) => {
      const { board, metric } = projected;
      const off = hidden.get(board.key) ?? new Set();
      const rowOf = ({ ref, value, count, reachedAt }: Change): Row => ({
        id: keys.get(ref) ?? '',
        entry: count > 0n && !off.has(ref) ? { score: value, reachedAt } : null,
      });
      const rows = [...segments].map(([segment, changes]) => [segment, [...changes.values()].map(rowOf)] as const);
      return { view: { tenant, board, metric, period }, seasons, version, segments: rows };
    });
  }

  async #readBackAll(tenant: Tenant, catalogue: Catalogue, targets: readonly Target<TouchedRow>[]): Promise<void> {
    for (const { projected, period, segments } of targets) {
      const { board, metric } = projected;
      const wanted = new Map([...segments].map(([segment, rows]) => [segment, rows.keys()]));
      await this.#readBack(tenant, catalogue, { tenant, board, metric, period }, wanted);
    }
  }

  async #readBack(
    tenant: Tenant,
    { seasons }: Catalogue,
    view: ProjectionView,
    wanted: ReadonlyMap<string, Iterable<number>>,
  ): Promise<void> {
    for await (const { version, segments } of readBack(this.#deps.database.orm, view, wanted)) {
      await this.#deps.writer.write(tenant, [{ view, seasons, version, segments }]);
    }
  }
}
