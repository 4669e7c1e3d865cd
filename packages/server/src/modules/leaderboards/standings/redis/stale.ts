import { sql } from 'drizzle-orm';
import type { Catalogue } from '../../../../definitions/catalogue.ts';
import type { TenantId } from '../../../../kernel/tenant.ts';
import { type Database, type Executor, json, rows } from '../../../../platform/db/database.ts';

/** Stands for every period of a board. */
export const EVERY_PERIOD = 0;

/** A projection that may show something wrong, until it has been built again. */
export interface Mark {
  readonly tenantId: TenantId;
  readonly board: string;
  readonly periodId: number;
  readonly mark: number;
}

export type Marked = Pick<Mark, 'board' | 'periodId'>;

const CHANNEL = 'leaderboard_stale';

interface MarkRow extends Record<string, unknown> {
  tenant_id: TenantId;
  board: string;
  period_id: number;
  mark: string;
}

const markOf = (row: MarkRow): Mark => ({
  tenantId: row.tenant_id,
  board: row.board,
  periodId: row.period_id,
  mark: Number(row.mark),
});

/** Marks projections, in the caller's transaction if it has one: every process hears of it at the commit. */
export async function markStale(executor: Executor, tenantId: TenantId, marked: readonly Marked[]): Promise<Mark[]> {
  if (marked.length === 0) return [];
  const found = await rows<MarkRow>(
    executor,
    // A mark is numbered by whoever is alone with its projection until the commit, so that marks grow as they are committed.
    sql`with wanted as materialized (
          select distinct board, "periodId" from jsonb_to_recordset(${json(marked)}) as x(board text, "periodId" int)
          order by 1, 2
        ), alone as materialized (
          select board, "periodId", pg_advisory_xact_lock(
            hashtextextended(concat_ws(' ', 'leaderboard_stale', ${tenantId}::int, board, "periodId"), 0)) from wanted
        ), marked as (
          insert into leaderboard_stale as held (tenant_id, board, period_id, mark)
          select ${tenantId}::int, board, "periodId", nextval('leaderboard_marks') from alone
          on conflict (tenant_id, board, period_id) do update set mark = excluded.mark
          returning tenant_id, board, period_id, mark)
        select marked.*, pg_notify(${CHANNEL}, json_build_array(tenant_id, board, period_id, mark, true)::text) from marked`,
  );
  return found.map(markOf);
}

/** Marks all boards of a tenant. */
export async function markDefined(executor: Executor, tenantId: TenantId): Promise<void> {
  const found = await rows<{ key: string }>(
    executor,
    sql`select key from definitions where tenant_id = ${tenantId} and kind = 'board'`,
  );
  await markStale(
    executor,
    tenantId,
    found.map(({ key }) => everyPeriodOf(key)),
  );
}

const everyPeriodOf = (board: string): Marked => ({ board, periodId: EVERY_PERIOD });

/** Marks boards in the transaction that changes what they show as a whole. */
export async function markBoards(tx: Executor, tenantId: TenantId, keys: readonly string[]): Promise<void> {
  await markStale(tx, tenantId, keys.map(everyPeriodOf));
}

/** Marks the boards of metrics in the transaction that computes these anew. */
export function markMetrics(tx: Executor, { tenantId, boards }: Catalogue, metrics: readonly string[]): Promise<void> {
  const concerned = [...boards.values()].filter(({ metric }) => metrics.includes(metric));
  return markBoards(
    tx,
    tenantId,
    concerned.map(({ key }) => key),
  );
}

/** Which projections are not to be trusted: known in every process at once, kept in Postgres. */
export class Stale {
  readonly #database: Database;
  readonly #held = new Map<string, Mark>();
  /** Since when each of them is held, on `performance`'s clock. */
  readonly #since = new Map<string, number>();
  /** The last mark that was settled, by projection. */
  readonly #settled = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  /** What is heard while the table is being read. */
  #heard: [Mark, boolean][] | undefined;
  #loaded: Promise<void> = Promise.resolve();
  #unlisten: (() => Promise<void>) | undefined;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async open(database: Database, onTrouble: (error: unknown) => void): Promise<Stale> {
    const stale = new Stale(database);
    stale.#unlisten = await database.listen(CHANNEL, (payload) => {
      if (payload === '') void stale.#load().catch(onTrouble);
      else stale.#hear(payload);
    });
    await stale.#load();
    return stale;
  }

  has(tenantId: TenantId, board: string, periodId: number): boolean {
    if (this.#held.size === 0) return false;
    return this.#held.has(name(tenantId, board, periodId)) || this.#held.has(name(tenantId, board, EVERY_PERIOD));
  }

  /** @throws when Postgres cannot be reached */
  async mark(tenantId: TenantId, marked: readonly Marked[]): Promise<void> {
    for (const mark of await markStale(this.#database.orm, tenantId, marked)) this.#apply(mark, true);
  }

  /** The oldest mark is the first. */
  list(): Mark[] {
    return [...this.#held.values()].sort((a, b) => a.mark - b.mark);
  }

  /** How many wait to be built, and for how long this process knows of the one that has waited longest. */
  waiting(): { boards: number; longestMs: number } {
    const now = performance.now();
    const longestMs = Math.max(0, ...[...this.#held.keys()].map((key) => now - (this.#since.get(key) ?? now)));
    return { boards: this.#held.size, longestMs };
  }

  /** The projection is right as of this mark; one that was marked again meanwhile stays. */
  async settle({ tenantId, board, periodId, mark }: Mark): Promise<void> {
    const found = await rows<MarkRow>(
      this.#database.orm,
      sql`with settled as (
            delete from leaderboard_stale where tenant_id = ${tenantId} and board = ${board}
              and period_id = ${periodId} and mark = ${mark} returning tenant_id, board, period_id, mark)
          select settled.*, pg_notify(${CHANNEL}, json_build_array(tenant_id, board, period_id, mark, false)::text)
          from settled`,
    );
    for (const row of found) this.#apply(markOf(row), false);
  }

  onMark(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#unlisten?.();
  }

  /** One after the other, so that the last one to begin has the last word. */
  #load(): Promise<void> {
    const loading = this.#loaded.then(() => this.#read());
    this.#loaded = loading.catch(() => {});
    return loading;
  }

  async #read(): Promise<void> {
    this.#heard = [];
    const found = await rows<MarkRow>(
      this.#database.orm,
      sql`select tenant_id, board, period_id, mark from leaderboard_stale`,
    );
    this.#held.clear();
    const heard = this.#heard;
    this.#heard = undefined;
    for (const row of found) this.#apply(markOf(row), true);
    for (const [mark, isStale] of heard) this.#apply(mark, isStale);
    for (const key of this.#since.keys()) if (!this.#held.has(key)) this.#since.delete(key);
  }

  #hear(payload: string): void {
    const [tenantId, board, periodId, mark, isStale] = JSON.parse(payload) as [
      TenantId,
      string,
      number,
      number,
      boolean,
    ];
    this.#apply({ tenantId, board, periodId, mark }, isStale);
  }

  #apply(mark: Mark, isStale: boolean): void {
    this.#heard?.push([mark, isStale]);
    const key = name(mark.tenantId, mark.board, mark.periodId);
    const held = this.#held.get(key);
    if (!isStale) {
      this.#settled.set(key, Math.max(mark.mark, this.#settled.get(key) ?? 0));
      if (held && held.mark <= mark.mark) {
        this.#held.delete(key);
        this.#since.delete(key);
      }
      return;
    }
    // What this process has marked and settled itself it hears of again, a little later.
    if (mark.mark <= Math.max(held?.mark ?? 0, this.#settled.get(key) ?? 0)) return;
    this.#held.set(key, mark);
    if (!this.#since.has(key)) this.#since.set(key, performance.now());
    for (const listener of this.#listeners) listener();
  }
}

const name = (tenantId: TenantId, board: string, periodId: number) => `${tenantId} ${board} ${periodId}`;
