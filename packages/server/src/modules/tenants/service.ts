import type { Scope } from '@engagement/contract';
import type { JWK } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Database, Executor } from '../../platform/db/database.ts';
import { changedOrigins, checkOrigin, checkOverlap, checkScopes, checkTenant, type TenantInput } from './domain.ts';
import { addApiKey, addLike, addPublicKey, addSigningSecret, type Change, endKey, type NewKey, note } from './keys.ts';
import * as repository from './repository.ts';
import { hashOf, type Seal } from './secrets.ts';

/** A key of a tenant: the tenant's key, and the id that `listKeys` shows. */
export interface KeyName {
  readonly tenant: string;
  readonly id: string;
}

/** A key as it is listed: nothing here opens anything. */
export interface KeyListing {
  readonly id: string;
  readonly kind: 'publishable' | 'secret' | 'signing';
  /** The publishable key; the first characters of a secret one; the algorithm of a signing one. */
  readonly shown: string;
  readonly origins: readonly string[];
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface Rotation extends NewKey {
  /** Until then the old key holds as well. */
  readonly previousExpiresAt: string;
}

const DAY_MS = 24 * 3_600_000;

const unknownTenant = (key: string) => new ProblemError('not-found', `There is no tenant ${JSON.stringify(key)}.`);

/** What an operator does to tenants and their keys. Every change is in the audit log, under `actor`. */
export class TenantService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #seal: Seal;

  constructor(database: Database, clock: Clock, seal: Seal) {
    this.#database = database;
    this.#clock = clock;
    this.#seal = seal;
  }

  async createTenant(input: TenantInput, actor: string): Promise<Tenant> {
    checkTenant(input);
    return this.#database.transaction(async (tx) => {
      const tenant = await repository.insertTenant(tx, input);
      if (!tenant) throw new ProblemError('conflict', `There is a tenant ${input.key} already.`);
      const { key, ...detail } = input;
      await repository.insertAudit(tx, tenant.id, { actor, action: 'tenant.created', object: `tenant:${key}`, detail });
      return tenant;
    });
  }

  /** What is left out stays. Every process follows within a second; periods that are stored keep their boundaries. */
  async updateTenant(
    { key, name, zone }: { key: string; name?: string | undefined; zone?: string | undefined },
    actor: string,
  ): Promise<Tenant> {
    return this.#database.transaction(async (tx) => {
      const found = await repository.lockTenantRow(tx, key);
      if (!found) throw unknownTenant(key);
      const to = { name: name ?? found.name, zone: zone ?? found.zone };
      const tenant = { ...found, ...to };
      checkTenant(tenant);
      await repository.updateTenant(tx, tenant.id, to);
      const detail = { from: { name: found.name, zone: found.zone }, to };
      await repository.insertAudit(tx, tenant.id, { actor, action: 'tenant.updated', object: `tenant:${key}`, detail });
      return tenant;
    });
  }

  createPublishableKey(input: { tenant: string; origins: readonly string[] }, actor: string): Promise<NewKey> {
    return this.#change(input.tenant, actor, (change) => {
      for (const origin of input.origins) checkOrigin(origin, change.tenant.mode);
      return addApiKey(change, { kind: 'publishable', origins: changedOrigins([], input.origins, []), scopes: [] });
    });
  }

  async createSecretKey(input: { tenant: string; scopes: readonly Scope[] }, actor: string): Promise<NewKey> {
    checkScopes(input.scopes);
    const scopes = [...new Set(input.scopes)];
    return this.#change(input.tenant, actor, (change) => addApiKey(change, { kind: 'secret', origins: [], scopes }));
  }

  /** The secret by which the tenant's server signs user tokens (HS256); `id` is their `kid`. */
  createSigningSecret(input: { tenant: string }, actor: string): Promise<{ id: string; secret: string }> {
    return this.#change(input.tenant, actor, async (change) => {
      const { id, key } = await addSigningSecret(change, this.#seal);
      return { id, secret: key };
    });
  }

  /** A public Ed25519 key as a JWK: the tenant keeps the private one. `id` is the `kid` of tokens. */
  registerSigningKey(input: { tenant: string; jwk: JWK }, actor: string): Promise<{ id: string }> {
    return this.#change(input.tenant, actor, (change) => addPublicKey(change, input.jwk));
  }

  /** A new key with the same rights; the old one goes on for `overlapMs`, a day when left out. */
  async rotateKey(name: KeyName, actor: string, overlapMs = DAY_MS): Promise<Rotation> {
    checkOverlap(overlapMs);
    return this.#change(name.tenant, actor, async (change) => {
      const { key, endsAt } = await endKey(change, name.id, change.now + overlapMs);
      const added = await addLike(change, key, this.#seal);
      await note(change, 'key.rotated', name.id, { to: added.id, endsAt });
      return { ...added, previousExpiresAt: endsAt };
    });
  }

  /** The key is refused from now on: everywhere within a second. */
  revokeKey(name: KeyName, actor: string): Promise<void> {
    return this.#change(name.tenant, actor, async (change) => {
      await endKey(change, name.id, change.now);
      await note(change, 'key.revoked', name.id, {});
    });
  }

  /** Changes where a publishable key, given as itself, may be used. Answers its origins. */
  changeOrigins(
    input: { key: string; add?: readonly string[]; remove?: readonly string[] },
    actor: string,
  ): Promise<string[]> {
    return this.#database.transaction(async (tx) => {
      const found = await repository.findApiKeyByHash(tx, hashOf(input.key));
      if (found?.key.kind !== 'publishable') throw new ProblemError('not-found', 'There is no such publishable key.');
      const { tenant, key } = found;
      for (const origin of input.add ?? []) checkOrigin(origin, tenant.mode);
      const { origins: from } = (await repository.lockApiKey(tx, tenant.id, key.id)) ?? key;
      const origins = changedOrigins(from, input.add ?? [], input.remove ?? []);
      await repository.updateApiKey(tx, tenant.id, key.id, { origins });
      await note(this.#by(tx, tenant, actor), 'key.origins-changed', key.id, { from, to: origins });
      return origins;
    });
  }

  async listKeys(tenantKey: string): Promise<KeyListing[]> {
    const { orm } = this.#database;
    const { id } = await this.#tenant(orm, tenantKey);
    const apiKeys = await repository.listApiKeys(orm, id);
    const signingKeys = await repository.listSigningKeys(orm, id);
    return [
      ...apiKeys.map(({ tenantId: _, hash: __, ...key }) => ({ ...key, kind: key.kind as KeyListing['kind'] })),
      ...signingKeys.map(({ tenantId: _, material: __, algorithm, ...key }) => {
        return { ...key, kind: 'signing' as const, shown: algorithm, origins: [], scopes: [] };
      }),
    ];
  }

  async #tenant(executor: Executor, key: string): Promise<Tenant> {
    const tenant = await repository.findTenant(executor, key);
    if (!tenant) throw unknownTenant(key);
    return tenant;
  }

  #by(tx: Executor, tenant: Tenant, actor: string): Change {
    return { tx, tenant, actor, now: this.#clock.now() };
  }

  #change<T>(tenantKey: string, actor: string, work: (change: Change) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (tx) => work(this.#by(tx, await this.#tenant(tx, tenantKey), actor)));
  }
}
