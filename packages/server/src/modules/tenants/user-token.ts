import { createSecretKey, type KeyObject } from 'node:crypto';
import { ExternalId } from '@engagement/contract';
import { type CryptoKey, decodeJwt, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from 'jose';
import { unauthenticated } from '../../kernel/problem-error.ts';

export type Algorithm = 'HS256' | 'EdDSA';

/** A key by which user tokens are checked. Its algorithm is its own: a token has no say in it. */
export interface VerificationKey {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly key: KeyObject | CryptoKey;
}

const MAX_LIFETIME_SECONDS = 3600;
const SKEW_SECONDS = 60;

/** The HMAC key is the secret as text, in UTF-8. */
export function hmacKey(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}

export async function publicKey(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, 'EdDSA')) as CryptoKey;
}

/** The tenant that a token says it is for; worth nothing until the signature has been checked. */
export function claimedTenant(token: string): string | undefined {
  try {
    const { aud } = decodeJwt(token);
    return typeof aud === 'string' ? aud : undefined;
  } catch {
    return undefined;
  }
}

export interface TokenCheck {
  readonly audience: string;
  /** The tenant's keys that have not expired. */
  readonly keys: readonly VerificationKey[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The user of a token, and the id of the key that vouches for it. @throws ProblemError `unauthenticated` */
export async function verifyUserToken(token: string, check: TokenCheck): Promise<{ user: string; keyId: string }> {
  const key = chooseKey(token, check.keys);
  try {
    const { payload } = await jwtVerify(token, key.key, {
      algorithms: [key.algorithm],
      audience: check.audience,
      requiredClaims: ['sub', 'exp', 'aud'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(check.now),
    });
    checkLifetime(payload, Math.floor(check.now / 1000));
    return { user: checkedUser(payload.sub), keyId: key.id };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated('The user token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed) {
      throw unauthenticated(`The user token's claim ${error.claim} is missing or wrong.`);
    }
    if (error instanceof errors.JOSEError) throw unauthenticated('The user token is not valid.');
    throw error;
  }
}

/** By `kid`; a token without one is taken to mean the tenant's only key. */
function chooseKey(token: string, keys: readonly VerificationKey[]): VerificationKey {
  const kid = keyIdOf(token);
  const [only, ...others] = kid === undefined ? keys : keys.filter(({ id }) => id === kid);
  if (only === undefined || others.length > 0) {
    throw unauthenticated('The user token does not name a signing key of the tenant in kid.');
  }
  return only;
}

function keyIdOf(token: string): unknown {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    throw unauthenticated('The user token is not valid.');
  }
}

function checkLifetime({ iat, exp }: { iat?: number; exp?: number }, now: number): void {
  const from = iat ?? now;
  if (from > now + SKEW_SECONDS) throw unauthenticated('The user token was issued in the future.');
  if (exp === undefined || exp - from > MAX_LIFETIME_SECONDS) {
    throw unauthenticated(`A user token may hold for at most ${MAX_LIFETIME_SECONDS} seconds.`);
  }
}

function checkedUser(sub: unknown): string {
  const user = ExternalId.safeParse(sub);
  if (!user.success) throw unauthenticated("The user token's claim sub is no user id.");
  return user.data;
}
