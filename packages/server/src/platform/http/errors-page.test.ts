import { createHash } from 'node:crypto';
import { ERROR_TEXTS, ERRORS_PAGE } from '@engagement/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { errorsPageMount } from './errors-page.ts';

let server: TestServer;
const read = (path = ERRORS_PAGE, method = 'GET') => fetch(server.url + path, { method });

beforeAll(async () => {
  server = await startTestServer({
    routes: [],
    endpoints: [],
    authenticate: () => Promise.reject(new Error('Nobody is asked who they are')),
    mounts: [errorsPageMount()],
  });
});
afterAll(() => server.http.close());

test('Every code has its section on the page that anybody may read', async () => {
  const reply = await read();
  const page = await reply.text();
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const ids = [...page.matchAll(/<section id="([^"]+)">/g)].map(([, id]) => id);
  expect(ids).toEqual(Object.values(ERROR_TEXTS).flatMap((texts) => Object.keys(texts)));
  expect(page).toContain('<title>Errors of the engagement server</title>');
});

test('What the texts hold is text: no markup of theirs reaches the page', async () => {
  const page = await (await read()).text();
  expect(ERROR_TEXTS.client.network.fix).toContain('`<host>/healthz`');
  expect(page).toContain('<code translate="no">&lt;host&gt;/healthz</code>');
  expect(page).not.toContain('<host>');
});

test('Its policy lets nothing in but its own style, by its hash', async () => {
  const reply = await read();
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(await reply.text()) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(reply.headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

test('There is nothing beside it, and nothing to write to it', async () => {
  expect((await read(`${ERRORS_PAGE}/more`)).status).toBe(404);
  expect((await read(ERRORS_PAGE, 'POST')).status).toBe(404);
  expect((await read(ERRORS_PAGE, 'HEAD')).status).toBe(200);
});
