import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';
import type { Mount } from './http-server.ts';

const folder = fileURLToPath(new URL('../../../../widgets/dist-cdn/', import.meta.url));

const FOREVER = `public, max-age=${52 * 7 * 24 * 3600}, immutable`;

/**
 * The script that a page embeds, and the chunks that it loads: public, for pages of any origin. Below `v1` it is the
 * newest; below its full version, `0.1.0`, it never changes, so that a page may name its hash.
 */
export function cdnMount(): Mount {
  const newest = filesKept('public, max-age=300');
  const pinned = filesKept(FOREVER);
  const handler: RequestHandler = (request, response, next) => {
    const [, version, ...path] = request.url.split('/');
    const files = version === 'v1' ? newest : version === publishedVersion() ? pinned : undefined;
    if (!files) return next();
    request.url = `/${path.join('/')}`;
    files(request, response, next);
  };
  return { path: '/cdn', handler };
}

/** The version of the files that were built last. */
function publishedVersion(): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'integrity.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

function filesKept(howLong: string): RequestHandler {
  return express.static(folder, {
    index: false,
    setHeaders(response, path) {
      // a chunk's name holds its hash; the script's does not
      response.setHeader('Cache-Control', path.includes('/chunks/') ? FOREVER : howLong);
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
}
