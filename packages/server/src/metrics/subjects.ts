import { sql } from 'drizzle-orm';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';

const MAX_KNOWN = 500_000;

/** Gives every user, creator, asset its surrogate. A surrogate is never given twice, so it may be kept. */
export class Subjects {
  readonly #orm: Executor;
  readonly #known = new Map<string, number>();

  constructor(orm: Executor) {
    this.#orm = orm;
  }

  /** The surrogates of keys of one kind; unknown keys get one. */
  async resolve(tenantId: TenantId, kind: string, keys: Iterable<string>): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    const missing: string[] = [];
    const prefix = `${tenantId}\n${kind}\n`;
    for (const key of new Set(keys)) {
      const ref = this.#known.get(prefix + key);
      if (ref === undefined) missing.push(key);
      else found.set(key, ref);
    }
    if (missing.length === 0) return found;
    if (this.#known.size > MAX_KNOWN) this.#known.clear();
    for (const { key, ref } of await this.#store(tenantId, kind, missing.sort())) {
      found.set(key, ref);
      this.#known.set(prefix + key, ref);
    }
    return found;
  }

  async #store(tenantId: TenantId, kind: string, keys: string[]): Promise<{ key: string; ref: number }[]> {
    const wanted = json(keys);
    // A statement of its own: what a concurrent one has just inserted is then seen by the select.
    await this.#orm.execute(sql`
      insert into metric_subjects (tenant_id, kind, key)
      select ${tenantId}, ${kind}, key from jsonb_array_elements_text(${wanted}) as wanted(key) order by key collate "C"
      on conflict do nothing`);
    const found = await rows<{ key: string; ref: string }>(
      this.#orm,
      sql`select key, ref from metric_subjects
          where tenant_id = ${tenantId} and kind = ${kind} and key in (select jsonb_array_elements_text(${wanted}))`,
    );
    return found.map(({ key, ref }) => ({ key, ref: Number(ref) }));
  }
}
