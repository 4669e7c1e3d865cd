import type { StoredMetric } from '../../definitions/catalogue.ts';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { ComparedDays } from '../../metrics/elapsed-days.ts';
import type { PeriodQuery } from '../../metrics/find-period.ts';
import type { StoredPeriod } from '../../metrics/period.ts';

/** Names spans. */
export interface Periods {
  /** The period that a caller means; null when there is none. One that was never stored has no entries. */
  findPeriod(query: PeriodQuery): Promise<StoredPeriod | null>;
  /** The days of a period and of the one before it that growth compares at an instant. */
  comparedDays(tenant: Tenant, period: StoredPeriod, at: Micros): Promise<ComparedDays>;
}

/** Knows whom users follow. */
export interface Following {
  /** The members that stand of a user in a metric, of all time: ids, in no order. */
  membersOf(tenant: Tenant, metric: StoredMetric, user: string): Promise<string[]>;
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
