import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { chromiumArguments, findChromium } from '../../../scripts/engines/chromium.ts';
import { webBuild } from '../../../scripts/vite/web-build.ts';

const root = join(import.meta.dirname, '../../..');
const widgets = join(root, 'packages/widgets');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

export interface SitePage {
  html: string;
  /** The page's content security policy. */
  policy?: string;
}

export interface Site {
  origin: string;
  /** Opens a page of the site in a browser window of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/**
 * A web site with these pages, seen by a real browser. Beside them it serves the script-tag files (`/cdn/v1/…`), what a
 * bundler makes of the npm packages (`/app/app.js`), and the style sheets of the package (`/widgets/…`).
 */
export async function startSite(pages: Record<string, SitePage>): Promise<Site> {
  const [app] = await Promise.all([bundle(), promisify(execFile)(process.execPath, [join(root, 'scripts/cdn.ts')])]);
  const server = createServer(async ({ url = '/' }, reply) => {
    const path = url.split('?')[0] ?? '/';
    const page = pages[path];
    const body = page?.html ?? app.get(path) ?? (await fileAt(path));
    if (body === null) return void reply.writeHead(404).end();
    if (page?.policy) reply.setHeader('content-security-policy', page.policy);
    reply.setHeader('content-type', `${TYPES[extname(path)] ?? 'text/html'}; charset=utf-8`).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    args: chromiumArguments,
    ...(executablePath && { executablePath }),
  });
  return {
    origin,
    async open(path, options) {
      const page = await (await browser.newContext(options)).newPage();
      await page.goto(origin + path);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** The bundle of `app.ts`, as a page with a build step loads it. */
async function bundle(): Promise<Map<string, string>> {
  const chunks = await webBuild({ entry: 'packages/widgets/e2e/app.ts', format: 'es', entryFileNames: 'app.js' });
  return new Map(chunks.map(({ fileName, code }) => [`/app/${fileName}`, code]));
}

async function fileAt(path: string): Promise<Buffer | null> {
  const [, folder, name = ''] = /^\/(cdn\/v1|widgets)\/([\w./-]+)$/.exec(path) ?? [];
  if (!folder || name.includes('..')) return null;
  return readFile(join(widgets, folder === 'widgets' ? '' : 'dist-cdn', name)).catch(() => null);
}
