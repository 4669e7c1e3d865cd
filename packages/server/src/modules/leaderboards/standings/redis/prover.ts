import type { Catalogues } from '../../../../definitions/catalogue.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Tenant } from '../../../../kernel/tenant.ts';
import type { Periods } from '../../ports.ts';
import type { EngineDifference, EngineProof } from '../engine.ts';
import type { ProjectionView } from './names.ts';
import { planOf, projectedPeriods } from './projected.ts';
import { type BoardDifference, type ProofDeps, proveProjection } from './proof.ts';
import type { Stale } from './stale.ts';
import type { Writer } from './writer.ts';

export interface ProverDeps extends ProofDeps {
  readonly clock: Clock;
  readonly catalogues: Catalogues;
  readonly periods: Periods;
  readonly stale: Stale;
  readonly writer: Writer;
  readonly onHealed?: (tenant: Tenant, differences: number) => void;
}

/** Proves all that Redis shows of a tenant, and has built again what is wrong. */
export class Prover {
  readonly #deps: ProverDeps;

  constructor(deps: ProverDeps) {
    this.#deps = deps;
  }

  async prove(tenant: Tenant): Promise<EngineProof> {
    const differences: EngineDifference[] = [];
    let checked = 0;
    for await (const { view, found } of this.#proofs(tenant)) {
      checked += 1;
      differences.push(...found.map((each) => ({ ...each, board: view.board.key, period: view.period.key })));
    }
    return { checked, differences };
  }

  async heal(tenant: Tenant): Promise<number> {
    let healed = 0;
    for await (const { view, found } of this.#proofs(tenant)) {
      if (found.length === 0) continue;
      healed += found.length;
      await this.#deps.writer.markAll(tenant.id, [view]);
    }
    this.#deps.onHealed?.(tenant, healed);
    return healed;
  }

  /** Those that are marked are known to be wrong, and being seen to. */
  async *#proofs(tenant: Tenant): AsyncGenerator<{ view: ProjectionView; found: BoardDifference[] }> {
    const { catalogues, periods, stale, clock } = this.#deps;
    const catalogue = await catalogues.current(tenant.id);
    for (const { board, metric } of [...planOf(catalogue).values()].flat()) {
      for (const period of await projectedPeriods(periods, tenant, board, catalogue.seasons, clock.now() * 1000)) {
        if (stale.has(tenant.id, board.key, period.id)) continue;
        const view = { tenant, board, metric, period };
        yield { view, found: await proveProjection(this.#deps, view) };
      }
    }
  }
}
