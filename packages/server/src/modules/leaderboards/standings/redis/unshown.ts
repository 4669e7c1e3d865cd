import { sql } from 'drizzle-orm';
import type { Catalogue, Catalogues } from '../../../../definitions/catalogue.ts';
import type { TenantId } from '../../../../kernel/tenant.ts';
import { type Database, type Executor, json, rows } from '../../../../platform/db/database.ts';
import { markBoards } from './stale.ts';

interface NotedRow extends Record<string, unknown> {
  tenant_id: TenantId;
  /** Null: anything that the tenant's boards show. */
  metrics: number[] | null;
}

export interface UnshownDeps {
  readonly database: Database;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * What is committed and still has to be shown in Redis. It is noted in the transaction that changes it and forgotten once it
 * is shown, so that a process which dies in between leaves behind what has to be built again.
 */
export class Unshown {
  readonly #deps: UnshownDeps;
  #shown: number[] = [];
  #forgetting: Promise<void> | undefined;

  constructor(deps: UnshownDeps) {
    this.#deps = deps;
  }

  /** Notes that numbers of these metrics, or, undefined, anything of the tenant, is shown after the commit. */
  async note(tx: Executor, tenantId: TenantId, metricIds?: ReadonlySet<number>): Promise<number> {
    // The transaction may have begun long ago.
    const [row] = await rows<{ id: string }>(
      tx,
      sql`insert into leaderboard_unshown (tenant_id, metrics, noted_at)
        values (${tenantId}, ${metricIds ? json([...metricIds]) : null}, clock_timestamp()) returning id`,
    );
    return Number(row?.id);
  }

  /** It is shown. Not waited for: where forgetting fails, boards are built once more than they had to be. */
  forget(id: number): void {
    this.#shown.push(id);
    this.#forgetting ??= this.#forgetAll();
  }

  /** One statement at a time: what comes meanwhile goes with the next. */
  async #forgetAll(): Promise<void> {
    while (this.#shown.length > 0) {
      const ids = this.#shown;
      this.#shown = [];
      await this.#deps.database.orm
        .execute(sql`delete from leaderboard_unshown
          where id in (select value::bigint from jsonb_array_elements_text(${json(ids)}))`)
        .catch(this.#deps.onTrouble);
    }
    this.#forgetting = undefined;
  }

  /** Marks the boards of whatever has waited longer than that: nobody is going to show it any more. */
  async sweep(catalogues: Catalogues, afterMs: number): Promise<void> {
    await this.#deps.database.transaction(async (tx) => {
      const due = await rows<NotedRow>(
        tx,
        sql`delete from leaderboard_unshown where id in (
            select id from leaderboard_unshown
            where noted_at < clock_timestamp() - make_interval(secs => ${afterMs / 1000}::float8)
            for update skip locked)
          returning tenant_id, metrics`,
      );
      const byTenant = Map.groupBy(due, ({ tenant_id }) => tenant_id);
      // All in the same order, so that nobody waits for somebody who waits for him.
      for (const [tenantId, noted] of [...byTenant].sort(([a], [b]) => a - b)) {
        await markBoards(tx, tenantId, boardsOf(await catalogues.within(tx, tenantId), noted));
      }
    });
  }

  /** Forgets what is left. */
  async close(): Promise<void> {
    await this.#forgetting;
  }
}

function boardsOf({ boards, metrics }: Catalogue, noted: readonly NotedRow[]): string[] {
  const isAny = noted.some((each) => each.metrics === null);
  const moved = new Set(noted.flatMap((each) => each.metrics ?? []));
  const concerned = [...boards.values()].filter(({ metric }) => isAny || moved.has(metrics.get(metric)?.id ?? 0));
  return concerned.map(({ key }) => key);
}
