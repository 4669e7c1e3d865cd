import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Mount } from './http-server.ts';

const folder = fileURLToPath(new URL('../../../../widgets/dist-cdn/', import.meta.url));

const WEEK = 7 * 24 * 3600;

/** The script that a page embeds, and the chunks that it loads: public, for pages of any origin. */
export function cdnMount(): Mount {
  const files = express.static(folder, {
    index: false,
    setHeaders(response, path) {
      // A chunk's name holds its hash; the script's does not.
      const hashed = path.includes('/chunks/');
      response.setHeader('Cache-Control', hashed ? `public, max-age=${52 * WEEK}, immutable` : 'public, max-age=300');
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  return { path: '/cdn/v1', handler: files };
}
