import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
};

/** Serves folders of built pages, each below its name. */
export async function servePages() {
  const folders = new Map<string, { path: string; edit: (text: string) => string }>();
  const html = new Map<string, string>();
  const answer: RequestListener = async ({ url = '' }, reply) => {
    const [, name = '', ...rest] = new URL(url, 'http://localhost').pathname.split('/');
    const folder = folders.get(name);
    const file = rest.join('/') || 'index.html';
    const written = html.get(name);
    if (written && file === 'index.html') return void reply.setHeader('content-type', 'text/html').end(written);
    const body = folder && (await readFile(join(folder.path, file)).catch(() => null));
    if (!body) return void reply.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    reply.setHeader('content-type', type).end(/html|javascript/.test(type) ? folder.edit(body.toString()) : body);
  };
  const server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** `edit` makes the last changes to its HTML and scripts. */
    serve(name: string, path: string, edit = (text: string) => text) {
      folders.set(name, { path, edit });
    },
    /** Serves one page that is given as text. */
    write(name: string, text: string) {
      html.set(name, text);
    },
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
