import type { AuditEntry } from '../../kernel/audit.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';

/** Gives every user, creator and asset its surrogate; unknown keys get one. */
export interface SubjectRefs {
  resolve(tenantId: TenantId, kind: string, keys: string[]): Promise<Map<string, number>>;
}

export type RecordAudit = (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;

/** Tells those who show profiles that some have changed; the last thing that the transaction does. */
export type Announce = (tx: Executor, tenantId: TenantId) => Promise<unknown>;

/** What a profile says about being ranked. */
export interface Rankable {
  readonly ref: number;
  readonly groups: readonly string[];
  readonly suspended: boolean;
  readonly listed: boolean;
}

/** Boards, which leave out those who may not be ranked. */
export interface Boards {
  /** In the transaction of the change. Answers the refs of those for whom something is different now. */
  note(tx: Executor, tenantId: TenantId, subjects: readonly Rankable[]): Promise<readonly number[]>;
  /** In the same transaction, if boards are kept elsewhere too: they have to be refreshed. Answers what reminds of it. */
  remember?(tx: Executor, tenantId: TenantId): Promise<number>;
  /** After its commit, for boards that are kept elsewhere too. An engine that is away is its own concern. */
  refresh?(tenant: Tenant, refs: readonly number[], reminder?: number): Promise<void>;
}
