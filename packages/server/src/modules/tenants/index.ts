import type { AuditEntry } from '../../kernel/audit.ts';
import { BriefCache } from '../../kernel/brief-cache.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tenant, TenantId } from '../../kernel/tenant.ts';
import type { Database, Executor } from '../../platform/db/database.ts';
import { Authentication } from './authentication.ts';
import * as repository from './repository.ts';
import { Seal } from './secrets.ts';
import { TenantService } from './service.ts';

export type { TenantInput } from './domain.ts';
export type { NewKey } from './keys.ts';
export type { KeyListing, KeyName, Rotation } from './service.ts';

export interface TenantsDependencies {
  readonly database: Database;
  /** 32 bytes, under which signing secrets are encrypted. */
  readonly masterKey: Uint8Array | undefined;
  readonly clock: Clock;
}

export interface TenantsModule {
  /**
   * Who presents a token, to HTTP or to a socket. Believed for up to a second without asking Postgres again.
   * @throws ProblemError `unauthenticated`, `origin-not-allowed`, `wrong-key-class`
   */
  authenticate(presented: { readonly token: string; readonly origin: string | undefined }): Promise<KnownCaller>;
  tenantById(id: TenantId): Promise<Tenant | undefined>;
  tenantByKey(key: string): Promise<Tenant | undefined>;
  tenants(): Promise<Tenant[]>;
  /** For the commands of an operator. */
  readonly service: TenantService;
  /** Writes a line of the audit log in the transaction of the change it tells of. */
  recordAudit(tx: Executor, tenantId: TenantId, entry: AuditEntry): Promise<void>;
}

const REMEMBERED_MS = 1000;

/** Marketplaces, their credentials and the audit log. @throws when the master key is missing or not 32 bytes */
export function createTenantsModule({ database, masterKey, clock }: TenantsDependencies): TenantsModule {
  const { orm } = database;
  const seal = new Seal(masterKey);
  const authentication = new Authentication(orm, clock, seal);
  const byId = new BriefCache(clock, REMEMBERED_MS, (id: TenantId) => repository.findTenantById(orm, id));
  return {
    authenticate: (presented) => authentication.authenticate(presented),
    tenantById: (id) => byId.get(id),
    tenantByKey: (key) => repository.findTenant(orm, key),
    tenants: () => repository.listTenants(orm),
    service: new TenantService(database, clock, seal),
    recordAudit: repository.insertAudit,
  };
}
