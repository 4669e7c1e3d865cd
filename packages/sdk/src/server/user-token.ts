import { calculateJwkThumbprint, importJWK, type JWK, SignJWT } from 'jose';
import { EngagementError } from '../errors/engagement-error.ts';

export interface UserTokenOptions {
  /** The user's id: the one that your events use. */
  sub: string;
  /** The tenant's key. */
  tenant: string;
  /** Seconds that the token holds, 1 to 3,600. Default 1,800. */
  expiresIn?: number;
  /** When it ends, in seconds since the epoch, in place of `expiresIn`. At most an hour from now. */
  exp?: number;
}

/**
 * A signing secret, `ss_…`; with its id, which the tenant needs while two keys hold. Or a private Ed25519 key as a JWK,
 * whose public half is registered; its `kid` is taken from the JWK, or is its thumbprint. A setting that is undefined is
 * refused when a token is signed.
 */
export type SigningKey =
  | string
  | undefined
  | { kid: string | undefined; secret: string | undefined }
  | { kid?: string; privateKey: JWK };

const LONGEST = 3600;
const USUAL = 1800;

/**
 * Signs a token that says who a user is, for the SDK's `userToken`. Only on a server, for whoever is logged in there.
 * @throws EngagementError `invalid-request` when the key is missing or the token could not be accepted
 */
export async function signUserToken(options: UserTokenOptions, key: SigningKey): Promise<string> {
  const { sub, tenant } = options;
  if (!sub) throw refusal('`sub` is empty. Give the id of the user who is logged in.');
  if (!tenant) throw refusal('`tenant` is empty. Give the key of your tenant.');
  const now = Math.floor(Date.now() / 1000);
  const exp = options.exp ?? now + (options.expiresIn ?? USUAL);
  if (!(exp > now && exp <= now + LONGEST))
    throw refusal(`It would end in ${exp - now} seconds. A user token holds for 1 to ${LONGEST} seconds.`);
  const signer = await signerOf(key);
  return new SignJWT()
    .setProtectedHeader({ alg: signer.alg, ...(signer.kid && { kid: signer.kid }) })
    .setAudience(tenant)
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(exp)
    .sign(signer.key);
}

async function signerOf(given: SigningKey) {
  if (typeof given === 'object' && 'privateKey' in given) {
    const { privateKey, kid = privateKey.kid } = given;
    const key = await importJWK(privateKey, 'EdDSA');
    return { alg: 'EdDSA', kid: kid ?? (await calculateJwkThumbprint(privateKey)), key };
  }
  const { secret, kid } = typeof given === 'object' ? given : { secret: given, kid: undefined };
  if (typeof given === 'object' && !kid) throw refusal('The `kid` is missing. It was printed with the secret.');
  // A setting that is missing must not sign with nothing.
  if (!secret?.startsWith('ss_')) throw refusal('The signing secret is missing. It begins with `ss_`.');
  return { alg: 'HS256', kid, key: new TextEncoder().encode(secret) };
}

const refusal = (why: string) => new EngagementError('invalid-request', `No user token was signed: ${why}`);
