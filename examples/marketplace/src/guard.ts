import type { RequestHandler } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './refusal.ts';
import { currentVisitor } from './session.ts';

const ACTIONS = { points: 20, duration: 10 };

/** Only the shop's own page may act: the browser must name its origin, and send JSON, which a form cannot. */
export function sameOriginJson(publicUrl: string): RequestHandler {
  const publicOrigin = new URL(publicUrl).origin;
  return (request, _response, next) => {
    const { origin, host } = request.headers;
    // The address that was asked counts as well, so that every name of the machine works.
    const own = origin === publicOrigin || (URL.canParse(origin ?? '') && new URL(origin ?? '').host === host);
    if (!own) throw new Refusal(403, 'Act from the shop’s own page.');
    if (!request.is('application/json')) throw new Refusal(415, 'The body must be JSON.');
    next();
  };
}

/** Twenty actions in ten seconds are enough for a person. */
export function paced(): RequestHandler {
  const limiter = new RateLimiterMemory(ACTIONS);
  return async (request, response, next) => {
    const visitor = currentVisitor(request);
    if (!visitor) throw new Refusal(401, 'Open the shop first.');
    await limiter.consume(visitor.id).catch((spent: RateLimiterRes) => {
      response.set('retry-after', String(Math.ceil(spent.msBeforeNext / 1000)));
      throw new Refusal(429, 'That was a lot at once. Please wait a few seconds.');
    });
    next();
  };
}
