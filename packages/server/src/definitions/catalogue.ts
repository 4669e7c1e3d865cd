import type { ActivityTypeDefinition, Board, Cap, Metric, Retention, Season } from '@engagement/contract';
import type { TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';

/** A metric with the number that stands for it in the tables. */
export interface StoredMetric extends Metric {
  readonly id: number;
}

/** A board with everything that its definition leaves to its metric filled in. */
export interface StoredBoard extends Board {
  readonly windows: NonNullable<Board['windows']>;
  readonly segments: NonNullable<Board['segments']>;
  readonly enabled: boolean;
}

/** What a tenant defines, at one revision. Never changed; a later revision is another catalogue. */
export interface Catalogue {
  readonly tenantId: TenantId;
  readonly revision: number;
  readonly activityTypes: ReadonlyMap<string, ActivityTypeDefinition>;
  readonly seasons: ReadonlyMap<string, Season>;
  readonly metrics: ReadonlyMap<string, StoredMetric>;
  readonly boards: ReadonlyMap<string, StoredBoard>;
  readonly caps: ReadonlyMap<string, Cap>;
  /** Null: facts are kept for good. */
  readonly retention: Retention | null;
}

/** Reads the present catalogue of a tenant; cached, and renewed within a second of a change anywhere. */
export interface Catalogues {
  current(tenantId: TenantId): Promise<Catalogue>;
  /** The catalogue that holds inside a transaction; one statement when it has not changed. */
  within(tx: Executor, tenantId: TenantId): Promise<Catalogue>;
  /** Calls back after a tenant's definitions have changed. */
  onChange(listener: (tenantId: TenantId) => void): () => void;
}
