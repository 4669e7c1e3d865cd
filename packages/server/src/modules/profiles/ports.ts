import type { AuditEntry } from '../../kernel/audit.ts';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';

/** Gives every user, creator and asset its surrogate; unknown keys get one. */
export interface SubjectRefs {
  resolve(tenantId: TenantId, kind: string, keys: string[]): Promise<Map<string, number>>;
}

export type RecordAudit = (tx: Executor, tenantId: TenantId, entry: AuditEntry) => Promise<void>;

/** Tells those who show profiles that some have changed; the last thing that the transaction does. */
export type Announce = (tx: Executor, tenantId: TenantId) => Promise<unknown>;
