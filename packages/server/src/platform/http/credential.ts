import type { IncomingMessage } from 'node:http';
import type { KnownCaller } from '../../kernel/caller.ts';
import { unauthenticated } from '../../kernel/problem-error.ts';

/** What a request, or a socket, shows of itself. */
export interface Presented {
  readonly token: string;
  /** The `Origin` header; undefined when there is none. */
  readonly origin: string | undefined;
}

/** Says who presents a token. @throws ProblemError `unauthenticated`, `origin-not-allowed` or `wrong-key-class` */
export type Authenticate = (presented: Presented) => Promise<KnownCaller>;

const MAX_TOKEN_LENGTH = 8 * 1024;
const BEARER = /^Bearer ([\x21-\x7e]+)$/i;

/** The bearer token of a request. @throws ProblemError `unauthenticated` when there is none, or more than one */
export function bearerToken(request: IncomingMessage): string {
  const given = headerValues(request, 'authorization');
  const [value] = given;
  if (value === undefined) throw unauthenticated('Send a key or a user token as Authorization: Bearer.');
  if (given.length > 1) throw unauthenticated('Send one Authorization header, not several.');
  const token = BEARER.exec(value)?.[1];
  if (token === undefined || token.length > MAX_TOKEN_LENGTH) {
    throw unauthenticated('The Authorization header is not Bearer and one credential.');
  }
  return token;
}

/** Every value of a header as it was sent: Node keeps only the first of those that may come once. */
export function headerValues(request: IncomingMessage, name: string): string[] {
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] as string;
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[at + 1] as string);
  }
  return values;
}
