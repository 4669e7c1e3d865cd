import { setTimeout } from 'node:timers/promises';
import type { TenantId } from '../kernel/tenant.ts';
import type { Database } from '../platform/db/database.ts';
import { notify } from './announce.ts';

const RETRY_MS = 500;

type Moved = ReadonlySet<number> | undefined;

/**
 * Tells every process that numbers which were committed are shown now. One notice is under way at a time: what comes
 * meanwhile goes with the next, so that a busy tenant costs no more notices than Postgres takes.
 */
export function createNotices(database: Database, onTrouble: (error: unknown) => void = () => {}) {
  const waiting = new Map<TenantId, Moved>();
  let sending: Promise<void> | undefined;
  let closed = false;

  async function sendAll(): Promise<void> {
    for (let next = take(); next; next = take()) {
      const [tenantId, moved] = next;
      try {
        await notify(database.orm, tenantId, moved);
      } catch (error) {
        onTrouble(error);
        if (closed) return;
        add(tenantId, moved);
        await setTimeout(RETRY_MS);
      }
    }
    sending = undefined;
  }

  function take(): [TenantId, Moved] | undefined {
    const [first] = waiting;
    if (first) waiting.delete(first[0]);
    return first;
  }

  function add(tenantId: TenantId, moved: Moved): void {
    const held = waiting.get(tenantId);
    const all = waiting.has(tenantId) && held === undefined ? undefined : moved && new Set([...(held ?? []), ...moved]);
    waiting.set(tenantId, all);
  }

  return {
    send(tenantId: TenantId, moved: Moved): void {
      add(tenantId, moved);
      sending ??= sendAll();
    },
    /** Resolves when all that was to be told has been told. */
    async flush(): Promise<void> {
      await sending;
    },
    /** Sends what is left, unless Postgres is away. */
    async close(): Promise<void> {
      closed = true;
      await sending;
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
