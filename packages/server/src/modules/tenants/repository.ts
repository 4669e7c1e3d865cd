import { and, asc, eq } from 'drizzle-orm';
import type { AuditEntry } from '../../kernel/audit.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';
import type { TenantInput } from './domain.ts';
import { apiKeys, auditLog, signingKeys, tenants } from './schema.ts';

export type ApiKey = typeof apiKeys.$inferSelect;
export type SigningKey = typeof signingKeys.$inferSelect;
export type NewApiKey = Omit<typeof apiKeys.$inferInsert, 'tenantId'>;
export type NewSigningKey = Omit<typeof signingKeys.$inferInsert, 'tenantId'>;

const tenantColumns = {
  id: tenants.id,
  key: tenants.key,
  name: tenants.name,
  zone: tenants.zone,
  currency: tenants.currency,
  mode: tenants.mode,
};

/** Undefined when another tenant has the key. */
export async function insertTenant(executor: Executor, tenant: TenantInput): Promise<Tenant | undefined> {
  const [row] = await executor.insert(tenants).values(tenant).onConflictDoNothing().returning(tenantColumns);
  return row as Tenant | undefined;
}

export async function findTenant(executor: Executor, key: string): Promise<Tenant | undefined> {
  const [row] = await executor.select(tenantColumns).from(tenants).where(eq(tenants.key, key));
  return row as Tenant | undefined;
}

/** Locks the tenant's row until the transaction ends. */
export async function lockTenantRow(executor: Executor, key: string): Promise<Tenant | undefined> {
  const [row] = await executor.select(tenantColumns).from(tenants).where(eq(tenants.key, key)).for('update');
  return row as Tenant | undefined;
}

export async function updateTenant(
  executor: Executor,
  tenantId: TenantId,
  change: { name: string; zone: string },
): Promise<void> {
  await executor.update(tenants).set(change).where(eq(tenants.id, tenantId));
}

export async function findTenantById(executor: Executor, tenantId: TenantId): Promise<Tenant | undefined> {
  const [row] = await executor.select(tenantColumns).from(tenants).where(eq(tenants.id, tenantId));
  return row as Tenant | undefined;
}

export async function listTenants(executor: Executor): Promise<Tenant[]> {
  return (await executor.select(tenantColumns).from(tenants).orderBy(asc(tenants.id))) as Tenant[];
}

/** The one way from a credential to its tenant. */
export async function findApiKeyByHash(
  executor: Executor,
  hash: string,
): Promise<{ tenant: Tenant; key: ApiKey } | undefined> {
  const [row] = await executor
    .select({ tenant: tenantColumns, key: apiKeys })
    .from(apiKeys)
    .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
    .where(eq(apiKeys.hash, hash));
  return row as { tenant: Tenant; key: ApiKey } | undefined;
}

export async function insertApiKey(executor: Executor, tenantId: TenantId, key: NewApiKey): Promise<void> {
  await executor.insert(apiKeys).values({ ...key, tenantId });
}

export function listApiKeys(executor: Executor, tenantId: TenantId): Promise<ApiKey[]> {
  return executor.select().from(apiKeys).where(eq(apiKeys.tenantId, tenantId)).orderBy(apiKeys.createdAt, apiKeys.id);
}

/** Locks the key until the transaction ends. */
export async function lockApiKey(executor: Executor, tenantId: TenantId, id: string): Promise<ApiKey | undefined> {
  const own = and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id));
  const [row] = await executor.select().from(apiKeys).where(own).for('update');
  return row;
}

export async function updateApiKey(
  executor: Executor,
  tenantId: TenantId,
  id: string,
  change: { origins?: string[]; expiresAt?: string },
): Promise<void> {
  await executor
    .update(apiKeys)
    .set(change)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id)));
}

export async function insertSigningKey(executor: Executor, tenantId: TenantId, key: NewSigningKey): Promise<boolean> {
  const inserted = await executor
    .insert(signingKeys)
    .values({ ...key, tenantId })
    .onConflictDoNothing()
    .returning({ id: signingKeys.id });
  return inserted.length > 0;
}

export function listSigningKeys(executor: Executor, tenantId: TenantId): Promise<SigningKey[]> {
  const own = eq(signingKeys.tenantId, tenantId);
  return executor.select().from(signingKeys).where(own).orderBy(signingKeys.createdAt, signingKeys.id);
}

/** Locks the key until the transaction ends. */
export async function lockSigningKey(
  executor: Executor,
  tenantId: TenantId,
  id: string,
): Promise<SigningKey | undefined> {
  const own = and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.id, id));
  const [row] = await executor.select().from(signingKeys).where(own).for('update');
  return row;
}

export async function expireSigningKey(
  executor: Executor,
  tenantId: TenantId,
  id: string,
  expiresAt: string,
): Promise<void> {
  await executor
    .update(signingKeys)
    .set({ expiresAt })
    .where(and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.id, id)));
}

/** Writes a line of the audit log, in the transaction of the change it tells of. */
export async function insertAudit(executor: Executor, tenantId: TenantId, entry: AuditEntry): Promise<void> {
  await executor.insert(auditLog).values({ ...entry, tenantId });
}
