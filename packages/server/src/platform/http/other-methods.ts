import type { Endpoint } from '@engagement/contract';
import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../../kernel/problem-error.ts';
import { namedOrigin } from './cors.ts';
import { notesOf } from './reply.ts';

const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, prefer';
const MAX_AGE_SECONDS = 7200;

/** Notes what may be asked of an address. Two patterns may match one: `/v1/users/batch` is also `/v1/users/:id`. */
export function noteMethods(methods: readonly Endpoint['method'][]): RequestHandler {
  const names = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  return (_request, response, next) => {
    const notes = notesOf(response);
    notes.methods = [...(notes.methods ?? []), ...names];
    next();
  };
}

/** At an address of the contract: answers a preflight, and refuses every method that is not its own. */
export const answerOtherMethods: RequestHandler = (request, response, next) => {
  const { methods } = notesOf(response);
  if (methods === undefined) return next();
  if (isPreflight(request)) return answerPreflight(request, response, methods);
  const allowed = methods.join(', ');
  throw new ProblemError('method-not-allowed', `This address takes ${allowed}.`, { headers: { Allow: allowed } });
};

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

/**
 * For any origin: it discloses only what the contract says to everyone. The request that follows carries the key,
 * and the key's list decides.
 */
function answerPreflight(request: Request, response: Response, methods: readonly string[]): void {
  const origin = namedOrigin(request.headers.origin);
  if (origin === undefined) throw new ProblemError('origin-not-allowed', 'The origin null is never allowed.');
  response.writeHead(204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Max-Age': `${MAX_AGE_SECONDS}`,
    Vary: 'Origin',
  });
  response.end();
}
