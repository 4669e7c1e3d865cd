import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verifyWebhook } from './index.ts';

// The vector of the Standard Webhooks specification.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD0000';
const BODY = '{"test": 2432232314}';
const NOW = 1_614_265_330_000;
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const message = {
  type: 'season.sealed',
  timestamp: '2026-11-18T12:00:00Z',
  data: { board: 'top-sellers', name: 'Ōbō' },
};
const body = JSON.stringify(message);

/** As the reference library signs it. */
function signed(text: string, { id = 'msg_1', at = NOW, secret = SECRET } = {}) {
  const signature = new Webhook(secret).sign(id, new Date(at), text);
  return { 'webhook-id': id, 'webhook-timestamp': String(at / 1000), 'webhook-signature': signature };
}

const refused = (promise: Promise<unknown>) => expect(promise).rejects.toMatchObject({ code: 'webhook-refused' });

test('The signature of the specification’s own example holds, to the letter', async () => {
  await expect(verifyWebhook(BODY, HEADERS, SECRET, { now: NOW })).resolves.toMatchObject({
    id: HEADERS['webhook-id'],
  });
  await refused(verifyWebhook(`${BODY} `, HEADERS, SECRET, { now: NOW }));
});

test('What the reference library signs is read, from every kind of headers and bodies', async () => {
  const headers = signed(body);
  const expected = { id: 'msg_1', ...message };
  const bytes = new TextEncoder().encode(body);
  expect(await verifyWebhook(body, headers, SECRET, { now: NOW })).toEqual(expected);
  expect(await verifyWebhook(bytes, new Headers(headers), SECRET, { now: NOW })).toEqual(expected);
  const capital = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
  expect(await verifyWebhook(body, capital, SECRET, { now: NOW })).toEqual(expected);
});

test('While a secret is replaced, either one will do, and several signatures may come', async () => {
  const [old, fresh] = [signed(body, { secret: OTHER }), signed(body)];
  const both = { ...fresh, 'webhook-signature': `v1a,AAAA ${old['webhook-signature']} ${fresh['webhook-signature']}` };
  await verifyWebhook(body, both, SECRET, { now: NOW });
  await verifyWebhook(body, old, [SECRET, OTHER], { now: NOW });
  await refused(verifyWebhook(body, old, SECRET, { now: NOW }));
});

describe('A message is refused', () => {
  const check = (parts: { body?: string; headers?: object; secret?: string | string[] | undefined; now?: number }) => {
    const { headers = {}, secret = SECRET, now = NOW } = parts;
    return refused(verifyWebhook(parts.body ?? body, { ...signed(body), ...headers }, secret, { now }));
  };

  test.each([
    ['when a letter of it differs', { body: body.replace('sealed', 'opened') }],
    ['under another id', { headers: { 'webhook-id': 'msg_2' } }],
    ['at another time', { headers: { 'webhook-timestamp': String(NOW / 1000 + 1) } }],
    ['when it is old, so that it cannot be sent again', { now: NOW + 301_000 }],
    ['when it is from the future', { now: NOW - 301_000 }],
    ['with a time that is none', { headers: { 'webhook-timestamp': 'now' } }],
    ['without a signature', { headers: { 'webhook-signature': undefined } }],
    ['with an empty signature', { headers: { 'webhook-signature': 'v1,' } }],
    ['with a signature of a version that is not known', { headers: { 'webhook-signature': 'v9,AAAA' } }],
    ['when there is no secret', { secret: '' }],
    ['when the setting is missing', { secret: undefined, headers: {} }],
    ['when the list of secrets is empty', { secret: [] }],
    ['with a secret too short to be one', { secret: 'whsec_AAAA' }],
  ])('%s', async (_, parts) => {
    if ('secret' in parts && parts.secret === undefined)
      await refused(verifyWebhook(body, signed(body), undefined, { now: NOW }));
    else await check(parts);
  });

  test('when its body is signed and no JSON', async () => {
    await refused(verifyWebhook('hello', signed('hello'), SECRET, { now: NOW }));
  });
});

test('A body that has been parsed already is refused, with what to do', async () => {
  const parsed = verifyWebhook(JSON.parse(body), signed(body), SECRET, { now: NOW });
  await refused(parsed);
  await expect(parsed).rejects.toThrow(/as it came, as text or bytes/);
});
