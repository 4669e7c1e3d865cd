import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { TenantId } from '../../../../kernel/tenant.ts';
import { type Executor, rows } from '../../../../platform/db/database.ts';
import type { BoardView } from '../standings.ts';

/** A board in one period: what is built, written and dropped as a whole. */
export type ProjectionView = Omit<BoardView, 'segment'>;

/** Names the keys of one database: several may share a Redis. */
export class Names {
  readonly #space: string;

  constructor(space: string) {
    this.#space = space;
  }

  /** What every key begins with, and no key of another database. */
  get prefix(): string {
    return `leaderboards:{${this.#space}:`;
  }

  metaKey(tenantId: TenantId, board: string, periodId: number): string {
    return `${this.prefix}${tenantId}:${board}}:${periodId}`;
  }
}

/** A name that no other database of any server has. */
export async function namesOf(executor: Executor): Promise<Names> {
  const [row] = await rows<{ space: string }>(
    executor,
    sql`select (select system_identifier from pg_control_system()) || ' ' || oid as space
      from pg_database where datname = current_database()`,
  );
  const digest = createHash('sha256').update(row?.space ?? '');
  return new Names(digest.digest('base64url').slice(0, 10));
}
