import type { Movement } from '../activity/fact.ts';
import { countFactsBefore, dropFacts, lookAtOldFacts } from '../activity/old-facts.ts';
import { dropEmptyPartitions } from '../activity/partitions.ts';
import type { Catalogue, Catalogues } from '../definitions/catalogue.ts';
import { typesOf } from '../definitions/type-registry.ts';
import type { AuditEntry } from '../kernel/audit.ts';
import type { Clock } from '../kernel/clock.ts';
import { instantText, type Micros } from '../kernel/instant.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { Database, Executor } from '../platform/db/database.ts';
import { lockTenant } from '../platform/db/tenant-lock.ts';
import { horizonOf } from './horizon.ts';
import { type OpenSeasonsDeps, startsOfOpenSeasons } from './open-seasons.ts';

export const RETENTION_QUEUE = 'activity.retention';

export interface RetentionDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly clock: Clock;
  readonly sealedSeasons: OpenSeasonsDeps['sealedSeasons'];
  readonly metrics: OpenSeasonsDeps['metrics'] & {
    /** Keeps what facts come to that are dropped in the same transaction. */
    seal(tx: Executor, tenant: Tenant, catalogue: Catalogue, movements: readonly Movement[]): Promise<void>;
  };
  readonly audit: (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;
}

/** The facts that may go by a tenant's retention. */
export interface Forecast {
  readonly before: string;
  readonly facts: number;
}

export interface Retained {
  readonly before: string;
  readonly dropped: number;
  /** Old facts that must stay: tied to younger ones by reversals, reversals that wait for their original, or in quarantine. */
  readonly kept: number;
}

/** Lets facts go when they are as old as a tenant's retention says, and keeps what they came to. */
export function createRetention({ database, catalogues, clock, metrics, sealedSeasons, audit }: RetentionDeps) {
  const now = (): Micros => clock.now() * 1000;

  async function horizon(executor: Executor, tenant: Tenant, catalogue: Catalogue): Promise<Micros | null> {
    const { retention } = catalogue;
    if (!retention) return null;
    const at = now();
    const starts = await startsOfOpenSeasons({ metrics, sealedSeasons }, executor, { tenant, catalogue, now: at });
    return horizonOf(retention, starts, at);
  }

  /** One page of old facts: what they come to is kept and they are gone, or neither. */
  function step(tenant: Tenant, after: string, { actor, isFirst }: { actor: string; isFirst: boolean }) {
    return database.transaction(async (tx) => {
      await lockTenant(tx, tenant.id, 'exclusive');
      const catalogue = await catalogues.within(tx, tenant.id);
      const before = await horizon(tx, tenant, catalogue);
      if (before === null) return null;
      const types = typesOf(catalogue);
      const old = await lookAtOldFacts(tx, tenant.id, before, after, (type) => types.reverses(type));
      await metrics.seal(tx, tenant, catalogue, old.counting);
      await dropFacts(tx, tenant.id, before, old);
      if (isFirst && old.going.length > 0) await audit(tx, tenant.id, entryOf(actor, before, catalogue));
      return { before, ...old };
    });
  }

  return {
    /** What may go by some definitions; null where facts are kept for good. What reversals tie to younger facts counts too. */
    async forecast(executor: Executor, tenant: Tenant, catalogue: Catalogue): Promise<Forecast | null> {
      const before = await horizon(executor, tenant, catalogue);
      if (before === null) return null;
      return { before: instantText(before), facts: await countFactsBefore(executor, tenant.id, before) };
    },

    /** Drops what may go; null where facts are kept for good. It may be ended at any moment, and run twice at once. */
    async run(tenant: Tenant, actor: string): Promise<Retained | null> {
      let [dropped, kept] = [0, 0];
      let before: Micros | null = null;
      for (let after: string | null = '0'; after !== null; ) {
        const taken: Awaited<ReturnType<typeof step>> = await step(tenant, after, { actor, isFirst: dropped === 0 });
        if (!taken) break;
        before = taken.before;
        dropped += taken.going.length;
        kept += taken.staying;
        after = taken.next;
      }
      return before === null ? null : { before: instantText(before), dropped, kept };
    },

    /** Drops the partitions in which no tenant has facts left and into which none come any more. Returns their names. */
    sweep: () => dropEmptyPartitions(database, horizonOf(SHORTEST, [], now())),
  };
}

/** No retention is shorter. */
const SHORTEST = { keepMonths: 4, lateReversals: 'set-aside' } as const;

const entryOf = (actor: string, before: Micros, { revision, retention }: Catalogue): AuditEntry => ({
  actor,
  action: 'facts.dropped',
  object: `facts before ${instantText(before)}`,
  detail: { revision, retention },
});

export type RetentionService = ReturnType<typeof createRetention>;
