import type { Window } from '@engagement/contract';
import type { Micros } from '../../kernel/instant.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { StoredPeriod } from '../../metrics/period.ts';

/** Names spans. */
export interface Periods {
  /**
   * The period that `spec` means at `at`, among these windows: `week`, `week:previous`, `2026-W47`, `2026-11`,
   * `2026-11-24`, a season's key, `all-time`; the first window's present one when left out.
   * Null when there is none. A period that was never stored has no entries.
   */
  find(tenant: Tenant, windows: readonly Window[], spec: string | undefined, at: Micros): Promise<StoredPeriod | null>;
}

/** What a board shows of a subject beside its id. */
export interface Description {
  readonly name: string | null;
  readonly image: string | null;
  readonly url: string | null;
}

/** Describes subjects by their surrogates; those of whom nothing is known are left out. */
export interface Profiles {
  describe(tenantId: TenantId, refs: readonly number[]): Promise<ReadonlyMap<number, Description>>;
}

/** Tells that a tenant's numbers have changed, in whatever process; `metricKeys` is null when any may have. */
export interface Changes {
  onChange(listener: (tenantId: TenantId, metricKeys: readonly string[] | null) => void): () => void;
}

/** The marketplaces there are. */
export interface Tenants {
  list(): Promise<readonly Tenant[]>;
}
