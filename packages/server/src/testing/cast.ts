import { randomBytes } from 'node:crypto';
import { SCOPES, type Scope } from '@engagement/contract';
import { SignJWT } from 'jose';
import type { Clock } from '../kernel/clock.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { createTenantsModule, type TenantsModule } from '../modules/tenants/index.ts';
import type { Database } from '../platform/db/database.ts';

export const LISTED_ORIGIN = 'https://shop.example';
export const UNLISTED_ORIGIN = 'https://evil.example';
export const OPERATOR = 'operator:test';

/** A tenant with one credential of each kind, and some that no longer hold. */
export interface Member {
  readonly tenant: Tenant;
  readonly user: string;
  readonly publishableKey: string;
  /** With every scope. */
  readonly secretKey: string;
  readonly revokedPublishableKey: string;
  readonly revokedSecretKey: string;
  secretKeyWith(scopes: readonly Scope[]): Promise<string>;
  /** A user token; the changes replace claims. */
  userToken(claims?: TokenClaims): Promise<string>;
}

export interface TokenClaims {
  readonly sub?: string;
  readonly aud?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
}

export function createTestTenants(database: Database, clock: Clock): TenantsModule {
  return createTenantsModule({ database, clock, masterKey: randomBytes(32) });
}

/** Makes a tenant with its credentials. */
export async function createMember(tenants: TenantsModule, clock: Clock, key: string): Promise<Member> {
  const { service } = tenants;
  const user = `ada-of-${key}`;
  const tenant = await service.createTenant(
    { key, name: `Name of ${key}`, zone: 'Europe/Berlin', currency: 'EUR', mode: 'test' },
    OPERATOR,
  );
  const of = { tenant: key };
  const publishable = () => service.createPublishableKey({ ...of, origins: [LISTED_ORIGIN] }, OPERATOR);
  const secret = (scopes: readonly Scope[]) => service.createSecretKey({ ...of, scopes }, OPERATOR);
  const signing = await service.createSigningSecret(of, OPERATOR);
  const revoked = [await publishable(), await secret(SCOPES)] as const;
  for (const { id } of revoked) await service.revokeKey({ ...of, id }, OPERATOR);
  return {
    tenant,
    user,
    publishableKey: (await publishable()).key,
    secretKey: (await secret(SCOPES)).key,
    revokedPublishableKey: revoked[0].key,
    revokedSecretKey: revoked[1].key,
    secretKeyWith: async (scopes) => (await secret(scopes)).key,
    userToken: ({ sub = user, aud = key, expiresIn = 600 } = {}) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ sub, aud, iat: now + Math.min(0, expiresIn - 60), exp: now + expiresIn })
        .setProtectedHeader({ alg: 'HS256', kid: signing.id })
        .sign(new TextEncoder().encode(signing.secret));
    },
  };
}
