import type { Request, Response } from 'express';
import { newSecret, type Visitor, visitorOf } from './visitor.ts';

const COOKIE = 'tessera_visitor';
const HALF_A_YEAR = 180 * 86_400_000;

/** The visitor of a request, or null for somebody who has not opened the shop. */
export function currentVisitor(request: Request): Visitor | null {
  const pair = request.headers.cookie?.split(/; */).find((part) => part.startsWith(`${COOKIE}=`));
  return visitorOf(pair?.slice(COOKIE.length + 1));
}

/** The visitor of a request; a new one gets the cookie. */
export function visitorFor(request: Request, response: Response, secure: boolean): Visitor {
  const known = currentVisitor(request);
  if (known) return known;
  const secret = newSecret();
  response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure, maxAge: HALF_A_YEAR, path: '/' });
  return visitorOf(secret) as Visitor;
}
