import { SignJWT } from 'jose';

const LIFE = '30m';

/** Signs user tokens, so that the widgets know who "you" is. */
export function createTokenSigner(tenant: string, { id, secret }: { id: string; secret: string }) {
  const key = new TextEncoder().encode(secret);
  return (userId: string): Promise<string> =>
    new SignJWT()
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .setAudience(tenant)
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(LIFE)
      .sign(key);
}
