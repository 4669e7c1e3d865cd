export interface TokenClaims {
  user: string | null;
  /** Milliseconds until it expires; infinite when it does not say. */
  expiresIn: number;
}

interface Payload {
  sub?: unknown;
  exp?: number;
  iat?: number;
}

/** Reads a user token without verifying it: the server does that. No token is nobody's, for ever. Throws `error`. */
export function readToken(token: string | null, error: (why: string) => Error): TokenClaims {
  if (token === null) return { user: null, expiresIn: Number.POSITIVE_INFINITY };
  const { sub, exp, iat } = payloadOf(token);
  if (typeof sub !== 'string') throw error('is not a JWT with a `sub`');
  if (exp === undefined) return { user: sub, expiresIn: Number.POSITIVE_INFINITY };
  const left = exp * 1000 - Date.now();
  const lifetime = iat === undefined ? left : (exp - iat) * 1000;
  // A token that looks expired as it arrives means a wrong clock here: its lifetime is then the better measure.
  const expiresIn = left > 0 ? Math.min(left, lifetime) : lifetime;
  if (expiresIn <= 0) throw error('has already expired');
  return { user: sub, expiresIn };
}

function payloadOf(token: string): Payload {
  try {
    const base64 = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
