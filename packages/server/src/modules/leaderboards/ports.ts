import type { Catalogue } from '../../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Contributions as NumberContributions, NumberOf } from '../../metrics/contributions.ts';
import type { PeriodQuery } from '../../metrics/find-period.ts';
import type { StoredPeriod } from '../../metrics/period.ts';
import type { Executor } from '../../platform/db/database.ts';

/** Names spans. */
export interface Periods {
  /** The period that a caller means; null when there is none. One that was never stored has no entries. */
  findPeriod(query: PeriodQuery): Promise<StoredPeriod | null>;
}

/** The facts behind numbers. */
export interface Contributions {
  of(executor: Executor, catalogue: Catalogue, number: NumberOf): NumberContributions;
}

/** What a board shows of a subject beside its id. */
export interface Description {
  readonly name: string | null;
  readonly image: string | null;
  readonly url: string | null;
}

/** Describes subjects by their ids; those of whom nothing is known are left out. */
export interface Profiles {
  describe(tenantId: TenantId, kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, Description>>;
}

/** Tells that numbers have changed, in whatever process. */
export interface Changes {
  /** Those of a tenant's metrics, or, undefined, anything that its boards show. */
  onChange(listener: (tenantId: TenantId, metricIds: ReadonlySet<number> | undefined) => void): () => void;
  /** Anything may have changed unheard. */
  onGap(listener: () => void): () => void;
}

/** The marketplaces there are. */
export interface Tenants {
  list(): Promise<readonly Tenant[]>;
}
