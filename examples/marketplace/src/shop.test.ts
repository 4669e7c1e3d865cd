import { decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngagementDouble } from './testing/engagement-double.ts';
import { openShop, SIGNING_SECRET } from './testing/open-shop.ts';

let double: Awaited<ReturnType<typeof startEngagementDouble>>;
let shop: Awaited<ReturnType<typeof openShop>>;
let brokenShop: Awaited<ReturnType<typeof openShop>>;

beforeAll(async () => {
  double = await startEngagementDouble();
  shop = await openShop(double.url);
  // Nothing listens on the discard port.
  brokenShop = await openShop('http://127.0.0.1:9');
});
afterAll(async () => {
  shop.close();
  brokenShop.close();
  await double.stop();
});

async function visit({ url } = shop) {
  const response = await fetch(url);
  const cookie = response.headers.get('set-cookie') ?? '';
  return { response, html: await response.text(), cookie: cookie.split(';')[0] ?? '', flags: cookie };
}

interface Attempt {
  cookie?: string;
  origin?: string | null;
  type?: string;
  at?: typeof shop;
}

async function act(body: unknown, { cookie = '', origin, type = 'application/json', at = shop }: Attempt) {
  const headers = { cookie, 'content-type': type, ...(origin === null ? {} : { origin: origin ?? at.url }) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${at.url}/api/actions`, { method: 'POST', headers, body: text });
  return { status: response.status, reply: (await response.json()) as Record<string, string | null> };
}

const DOWNLOAD = { action: 'download', assetId: 'a_weft' };
const BUY = { action: 'buy', assetId: 'a_weft' };

test('an action is sent as a fact with the visitor as its subject', async () => {
  const { cookie } = await visit();
  const { status, reply } = await act(BUY, { cookie });
  expect(status).toBe(200);
  expect(reply.done).toBe('You bought Weft for €16.');
  expect(double.events().find(({ id }) => id === reply.purchaseId)).toMatchObject({
    type: 'purchase.completed',
    subject: expect.stringMatching(/^v_/),
    data: { assetId: 'a_weft', creatorId: 'c_lina', amount: 1600, currency: 'EUR' },
  });
});

test('a refund takes back the visitor’s own purchase, once', async () => {
  const { cookie } = await visit();
  const { purchaseId } = (await act(BUY, { cookie })).reply;
  const refund = { action: 'refund', assetId: 'a_weft', purchaseId };
  expect((await act(refund, { cookie })).status).toBe(200);
  expect(double.events().at(-1)).toMatchObject({ type: 'purchase.refunded', reverses: purchaseId });
  expect((await act(refund, { cookie })).status).toBe(404);
});

// Money: somebody who knows a purchase's id must not be able to return it.
test('another visitor’s purchase cannot be returned', async () => {
  const { purchaseId } = (await act(BUY, { cookie: (await visit()).cookie })).reply;
  const before = double.events().length;
  const stranger = (await visit()).cookie;
  expect((await act({ action: 'refund', assetId: 'a_weft', purchaseId }, { cookie: stranger })).status).toBe(404);
  expect(double.events()).toHaveLength(before);
});

test('a licence is bought once, and a free asset never', async () => {
  const { cookie } = await visit();
  await act(BUY, { cookie });
  expect((await act(BUY, { cookie })).status).toBe(409);
  expect((await act({ action: 'buy', assetId: 'a_ledger' }, { cookie })).status).toBe(409);
});

test.each([
  ['a foreign page', { origin: 'https://evil.example' }, 403],
  ['no origin', { origin: null }, 403],
  ['an opaque origin', { origin: 'null' }, 403],
  ['a form', { type: 'text/plain' }, 415],
  ['nobody', { cookie: '' }, 401],
  ['an invented visitor', { cookie: 'tessera_visitor=me' }, 401],
])('%s may not act', async (_who, attempt, status) => {
  const { cookie } = await visit();
  const before = double.events().length;
  expect((await act(DOWNLOAD, { cookie, ...attempt })).status).toBe(status);
  expect(double.events()).toHaveLength(before);
});

test.each([
  ['broken JSON', '{', 400],
  ['a list', [], 400],
  ['an empty body', {}, 400],
  ['an unknown field', { ...DOWNLOAD, amount: 1 }, 400],
  ['an unknown action', { action: 'steal', assetId: 'a_weft' }, 400],
  ['a refund of nothing', { action: 'refund', assetId: 'a_weft' }, 400],
  ['an id that is too long', { action: 'download', assetId: 'x'.repeat(129) }, 400],
  ['an unknown asset', { action: 'download', assetId: 'a_none' }, 404],
  ['a body that is too large', { action: 'download', assetId: 'x'.repeat(5_000) }, 413],
])('%s is refused', async (_what, body, status) => {
  const { cookie } = await visit();
  expect((await act(body, { cookie })).status).toBe(status);
});

test('a visitor who acts too fast is asked to wait', async () => {
  const { cookie } = await visit();
  const replies = await Promise.all(Array.from({ length: 25 }, () => act({}, { cookie })));
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(5);
});

test('the page works without the engagement server, and says calmly that an action does not', async () => {
  const { html, cookie } = await visit(brokenShop);
  expect(html).toContain('Ombra Grotesk');
  const { status, reply } = await act(BUY, { cookie, at: brokenShop });
  expect(status).toBe(503);
  expect(reply.detail).toBe('The engagement server does not answer just now. Please try again in a moment.');
});

test('a purchase that was not sent is not kept: it can be tried again', async () => {
  const { cookie } = await visit(brokenShop);
  await act(BUY, { cookie, at: brokenShop });
  expect((await act(BUY, { cookie, at: brokenShop })).status).toBe(503);
});

test('the user token says who the visitor is, for this tenant, for less than an hour', async () => {
  const { cookie } = await visit();
  const token = await (await fetch(`${shop.url}/api/engagement-token`, { headers: { cookie } })).text();
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', kid: 'sig_1' });
  const { payload } = await jwtVerify(token, new TextEncoder().encode(SIGNING_SECRET), { audience: 'tessera' });
  expect(payload.sub).toMatch(/^v_[\w-]{16}$/);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(3600);
  // The public id must not give away the cookie that makes somebody this visitor.
  expect(cookie).not.toContain(payload.sub?.slice(2));
});

test('nobody gets a token without having opened the shop', async () => {
  expect((await fetch(`${shop.url}/api/engagement-token`)).status).toBe(401);
});

test('the page shows its real tags, escapes what it prints, and allows nothing inline', async () => {
  const { html, response, flags } = await visit();
  expect(html).toContain('data-key="pk_test_&quot;1"');
  expect(html).toContain('<engagement-leaderboard board="weekly-downloads" limit="8">');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=/);
  expect(flags).toMatch(/HttpOnly/);
  expect(flags).toMatch(/SameSite=Lax/);
});

test('a kind shows its assets only, and a strange one shows all', async () => {
  const sound = await (await fetch(`${shop.url}/?kind=Sound`)).text();
  expect(sound).toContain('Rain on Tin');
  expect(sound).not.toContain('Ombra Grotesk');
  expect(await (await fetch(`${shop.url}/?kind=%3Cb%3E`)).text()).toContain('Ombra Grotesk');
});

test('pictures are served as pictures that cannot run anything', async () => {
  for (const path of ['/images/weft.svg', '/images/tiles/v_1.svg']) {
    const response = await fetch(shop.url + path);
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  }
  expect((await fetch(`${shop.url}/images/tiles/%3Cb%3E.svg`)).status).toBe(404);
});
