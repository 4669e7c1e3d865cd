import type { RequestHandler } from 'express';

/** A strict policy for the page: nothing inline, nothing from elsewhere but the engagement server. */
export function pageHeaders(engagementUrl: string, publicUrl: string): RequestHandler {
  const engagement = new URL(engagementUrl).origin;
  const socket = engagement.replace(/^http/, 'ws');
  const images = new URL(publicUrl).origin;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${engagement}`,
    "style-src 'self'",
    `img-src 'self' ${images}`,
    `connect-src 'self' ${engagement} ${socket}`,
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
