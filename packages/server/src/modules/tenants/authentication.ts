import type { Scope } from '@engagement/contract';
import type { JWK } from 'jose';
import { BriefCache } from '../../kernel/brief-cache.ts';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import { COMMAND_LINE } from '../../kernel/command-line.ts';
import { ProblemError, unauthenticated } from '../../kernel/problem-error.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Executor } from '../../platform/db/database.ts';
import { isLive } from './domain.ts';
import * as repository from './repository.ts';
import { hashOf, type Seal } from './secrets.ts';
import { claimedTenant, hmacKey, publicKey, type VerificationKey, verifyUserToken } from './user-token.ts';

/** How long a credential is believed without asking Postgres. With the life of a shared reply: the second after which a
 * revocation holds everywhere. */
const BELIEVED_MS = 750;

interface UserTrust {
  readonly tenant: Tenant;
  readonly signingKeys: readonly (VerificationKey & { readonly expiresAt: string | null })[];
  readonly publishableKeys: readonly repository.ApiKey[];
}

type FoundKey = Awaited<ReturnType<typeof repository.findApiKeyByHash>>;

const UNKNOWN = 'The key is unknown, has expired or was revoked.';

/** Turns a credential into its tenant and its rights. */
export class Authentication {
  readonly #orm: Executor;
  readonly #clock: Clock;
  readonly #seal: Seal;
  readonly #keys: BriefCache<string, FoundKey>;
  readonly #trust: BriefCache<string, UserTrust | undefined>;

  constructor(orm: Executor, clock: Clock, seal: Seal) {
    this.#orm = orm;
    this.#clock = clock;
    this.#seal = seal;
    this.#keys = new BriefCache(clock, BELIEVED_MS, (hash) => repository.findApiKeyByHash(orm, hash));
    this.#trust = new BriefCache(clock, BELIEVED_MS, (tenant) => this.#loadTrust(tenant));
  }

  /** @throws ProblemError `unauthenticated`, `origin-not-allowed`, `wrong-key-class` */
  async authenticate(presented: { token: string; origin: string | undefined }): Promise<KnownCaller> {
    const { token, origin } = presented;
    return /^[ps]k_/.test(token) ? this.#byKey(token, origin) : this.#byUserToken(token, origin);
  }

  async #byKey(token: string, origin: string | undefined): Promise<KnownCaller> {
    const found = await this.#keys.get(hashOf(token));
    if (!found || !isLive(found.key, this.#clock.now())) throw unauthenticated(UNKNOWN);
    const { tenant, key } = found;
    if (key.kind === 'publishable') {
      checkOrigin(origin, [key]);
      return { kind: 'publishable', tenant, credential: key.id };
    }
    if (origin !== undefined) {
      throw new ProblemError(
        'wrong-key-class',
        'A secret key must never be used in a browser. Revoke it if a page holds it, and use a publishable key there.',
      );
    }
    return { kind: 'secret', tenant, credential: key.id, scopes: new Set(key.scopes as Scope[]) };
  }

  async #byUserToken(token: string, origin: string | undefined): Promise<KnownCaller> {
    const now = this.#clock.now();
    const trust = await this.#trustOf(claimedTenant(token));
    const keys = trust.signingKeys.filter((key) => isLive(key, now));
    const { user, keyId } = await verifyUserToken(token, { audience: trust.tenant.key, keys, now });
    const publishable = trust.publishableKeys.filter((key) => isLive(key, now));
    checkOrigin(origin, publishable);
    return { kind: 'user', tenant: trust.tenant, credential: keyId, user };
  }

  async #trustOf(tenantKey: string | undefined): Promise<UserTrust> {
    const trust = tenantKey === undefined ? undefined : await this.#trust.get(tenantKey);
    if (!trust) throw unauthenticated('The credential is no key, and no user token of a known tenant (claim aud).');
    return trust;
  }

  async #loadTrust(tenantKey: string): Promise<UserTrust | undefined> {
    const tenant = await repository.findTenant(this.#orm, tenantKey);
    if (!tenant) return undefined;
    const stored = await repository.listSigningKeys(this.#orm, tenant.id);
    const live = stored.filter((key) => isLive(key, this.#clock.now()));
    const signingKeys = await Promise.all(
      live.map(async (key) => ({ ...(await this.#verificationKey(tenant, key)), expiresAt: key.expiresAt })),
    );
    const keys = await repository.listApiKeys(this.#orm, tenant.id);
    return { tenant, signingKeys, publishableKeys: keys.filter(({ kind }) => kind === 'publishable') };
  }

  async #verificationKey(tenant: Tenant, { id, algorithm, material }: repository.SigningKey): Promise<VerificationKey> {
    if (algorithm === 'HS256') return { id, algorithm, key: hmacKey(this.#seal.open(tenant.id, id, material)) };
    return { id, algorithm: 'EdDSA', key: await publicKey(JSON.parse(material) as JWK) };
  }
}

/** A request without an origin comes from no other site: browsers name it on every request across origins. */
function checkOrigin(origin: string | undefined, keys: readonly repository.ApiKey[]): void {
  if (origin === undefined || keys.some(({ origins }) => origins.includes(origin))) return;
  if (URL.parse(origin)?.origin !== origin) {
    throw new ProblemError('origin-not-allowed', 'Requests from a page without an origin of its own are refused.');
  }
  const key = keys[0]?.shown ?? '<publishable key>';
  throw new ProblemError(
    'origin-not-allowed',
    `${origin} is not listed. To allow it: ${COMMAND_LINE} keys origins ${key} --add ${origin}`,
  );
}
