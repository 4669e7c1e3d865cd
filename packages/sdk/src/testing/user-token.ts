const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A user token of the given lifetime in seconds, counted in milliseconds. The test server checks no signature. */
export function userToken(sub: string, lifetime = 3600): string {
  const now = Date.now() / 1000;
  return `${encode({ alg: 'HS256' })}.${encode({ sub, iat: now, exp: now + lifetime })}.${Math.random()}`;
}

export function claimsOf(token: string): { sub: string; expired: boolean } | null {
  const payload = token.split('.')[1];
  if (!payload) return null;
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return { sub, expired: exp * 1000 <= Date.now() };
}
