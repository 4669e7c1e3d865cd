import type { RequestHandler } from 'express';

/** A strict policy for the page: nothing inline, nothing from elsewhere. */
export function pageHeaders(publicUrl: string): RequestHandler {
  // Pictures are named by their full address; some browsers do not take 'self' for sockets.
  const { origin } = new URL(publicUrl);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' ${origin}`,
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return (_request, response, next) => {
    response.set({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    next();
  };
}
