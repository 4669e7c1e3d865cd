import type { Projection } from '../../../../activity/ports.ts';
import type { Tenant, TenantId } from '../../../../kernel/tenant.ts';
import type { Executor } from '../../../../platform/db/database.ts';
import type { StandingsEngine } from '../engine.ts';
import { markBoards, markDefined, markMetrics } from '../redis/stale.ts';
import { sqlStandings } from './read-board.ts';

const nothing = async () => {};

/** Boards straight from the numbers: there is nothing to keep. */
export function openSqlEngine(executor: Executor): StandingsEngine {
  const unshown = new UnshownNumbers(executor);
  return {
    standings: sqlStandings(executor),
    refresh: { subjects: nothing, boards: markBoards },
    projection: unshown,
    showRanks: nothing,
    onRebuild: markMetrics,
    prove: async () => ({ checked: 0, differences: [] }),
    heal: async () => 0,
    rebuild: nothing,
    startKeeping: () => ({ stop: nothing }),
    close: () => unshown.close(),
  };
}

/**
 * A Redis that was used before, or is used by others meanwhile, hears nothing of what this process records: the boards
 * concerned are marked, at the first numbers and once more at the end.
 */
class UnshownNumbers implements Projection {
  readonly #executor: Executor;
  readonly #tenants = new Set<TenantId>();

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async project(tenant: Tenant): Promise<void> {
    if (this.#tenants.has(tenant.id)) return;
    await markDefined(this.#executor, tenant.id);
    this.#tenants.add(tenant.id);
  }

  reproject(tenant: Tenant): Promise<void> {
    return this.project(tenant);
  }

  async close(): Promise<void> {
    for (const tenantId of this.#tenants) await markDefined(this.#executor, tenantId);
  }
}
