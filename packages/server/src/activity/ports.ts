import type { ChangedRank } from '@engagement/contract';
import type { Catalogue } from '../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../kernel/tenant.ts';
import type { ConcernedNumber } from '../metrics/concerned.ts';
import type { Folded } from '../metrics/counters.ts';
import type { Executor } from '../platform/db/database.ts';
import type { Fact, Movement, StampedFact } from './fact.ts';

/** What the worker asks of the metrics: to stamp facts before they are recorded, and to fold what happened to them. */
export interface Metrics {
  /** Adds the profile fields that segments and filters read, as they are now. */
  stamp(tenant: Tenant, catalogue: Catalogue, facts: readonly Fact[]): Promise<StampedFact[]>;
  /** Folds movements into the numbers, and tells those who watch once the transaction commits. */
  fold(
    tx: Executor,
    tenant: Tenant,
    catalogue: Catalogue,
    movements: readonly Movement[],
    /** Whether they are handed in again, whatever happens, until they have been shown. */
    circumstances: { readonly comesAgain: boolean },
  ): Promise<Folded>;
}

/** What shows numbers elsewhere than in Postgres. An engine that is away is its own concern: it never fails a batch. */
export interface Projection {
  /** Shows numbers that have been committed; what reminds of them is forgotten. */
  project(tenant: Tenant, folded: Folded): Promise<void>;
  /** Shows again what these facts concern: the batch that recorded them may have died before it could. */
  reproject(tenant: Tenant, facts: readonly Fact[]): Promise<void>;
}

/** What a caller who waits is told of the numbers that an event counts towards. */
export interface Numbers {
  concerned(
    tenant: Tenant,
    catalogue: Catalogue,
    groups: readonly (readonly Movement[])[],
    folds: readonly Folded[],
  ): Promise<ConcernedNumber[][]>;
}

/** A place that a number decides, and whether browsers see its window. One that several of somebody's decide is one object. */
export interface DecidedRank {
  readonly rank: ChangedRank;
  readonly shown: boolean;
}

/** Where those whose numbers changed stand now. */
export interface Ranks {
  /** For each number the places that it decides, on the boards that are on. */
  ranks(tenant: Tenant, numbers: readonly ConcernedNumber[]): Promise<(readonly DecidedRank[])[]>;
}

export interface Tenants {
  byId(id: TenantId): Promise<Tenant | undefined>;
}

/** A job that is queued in the caller's transaction: it runs if and only if that commits. */
export interface Jobs {
  enqueue(tx: Executor, queue: string, payload: object, options?: { startAfterSeconds?: number }): Promise<void>;
}
