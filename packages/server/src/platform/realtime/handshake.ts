import type { IncomingMessage } from 'node:http';
import { decodeJwt } from 'jose';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';

/** What a socket shows of itself when it connects. */
export interface Presented {
  readonly token: string;
  /** The `Origin` header; undefined when there is none. */
  readonly origin: string | undefined;
  readonly ip: string;
}

/** Says who presents a token, by the rules of HTTP. @throws ProblemError */
export type Authenticate = (presented: Presented) => Promise<KnownCaller>;

/** A publishable key or a user token: a secret key has no place on a socket. @throws ProblemError */
export async function admit(authenticate: Authenticate, presented: Presented): Promise<KnownCaller> {
  const caller = await authenticate(presented);
  if (caller.kind !== 'secret') return caller;
  throw new ProblemError(
    'wrong-key-class',
    'Connect with a publishable key or a user token; a secret key stays secret.',
  );
}

export function tokenOf(auth: Record<string, unknown>): string {
  if (typeof auth.token === 'string' && auth.token !== '') return auth.token;
  throw new ProblemError('unauthenticated', 'Send a publishable key or a user token as auth.token.');
}

/** When a user token ends, in milliseconds since the epoch. Its signature has been checked before. */
export function endOf(caller: KnownCaller, token: string): number | null {
  const end = caller.kind === 'user' ? decodeJwt(token).exp : undefined;
  return end === undefined ? null : end * 1000;
}

/** The client's address: the connection's, or what the outermost of `trustedProxies` proxies saw. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = `${request.headers['x-forwarded-for'] ?? ''}`.split(',').map((each) => each.trim());
  const addresses = [request.socket.remoteAddress ?? '', ...forwarded.reverse().filter((each) => each !== '')];
  return addresses[Math.min(trustedProxies, addresses.length - 1)] as string;
}
