import type { Fact } from '../../activity/fact.ts';
import type { Catalogue } from '../../definitions/catalogue.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { RowKey } from '../../metrics/counters.ts';
import type { PeriodQuery } from '../../metrics/find-period.ts';
import type { StoredPeriod } from '../../metrics/period.ts';

/** Names spans. */
export interface Periods {
  /** The period that a caller means; null when there is none. One that was never stored has no entries. */
  findPeriod(query: PeriodQuery): Promise<StoredPeriod | null>;
  /** A stored period; null when there is none. */
  periodById(tenant: Tenant, id: number): Promise<StoredPeriod | null>;
}

/** Tells which numbers some facts have moved. */
export interface Concerned {
  rowsOf(tenant: Tenant, catalogue: Catalogue, facts: readonly Fact[]): Promise<readonly RowKey[]>;
}

/** Tells every process that numbers which were committed are shown now. */
export interface Notices {
  /** Those of these metrics, or, undefined, any. It is not waited for, and sent again until Postgres has it. */
  send(tenantId: TenantId, metricIds: ReadonlySet<number> | undefined): void;
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
