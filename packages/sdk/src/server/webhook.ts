import { EngagementError } from '../errors/engagement-error.ts';

/** As a server framework gives them. */
export type WebhookHeaders = Headers | Record<string, string | readonly string[] | undefined>;

/** What a webhook brings. */
export interface WebhookMessage {
  /** The id of the message: the same one when it is sent again. */
  id: string;
  /** What happened, `noun.verb`. */
  type: string;
  /** When it happened, in ISO 8601. */
  timestamp: string;
  data: unknown;
}

export interface WebhookOptions {
  /** Seconds that a message may be old, or ahead of this clock. Default 300. */
  tolerance?: number;
  /** Milliseconds since the epoch, for tests. */
  now?: number;
}

const PREFIX = 'whsec_';
const TOLERANCE = 300;
const SHORTEST_SECRET = 24;

/**
 * The message of a webhook, once its signature has been checked as Standard Webhooks 1.0 says. `body` is the body as
 * it came, unparsed. While a secret is being replaced, give both. Rejects with `webhook-refused`.
 */
export async function verifyWebhook(
  body: string | Uint8Array<ArrayBuffer>,
  headers: WebhookHeaders,
  secret: string | undefined | readonly (string | undefined)[],
  { tolerance = TOLERANCE, now = Date.now() }: WebhookOptions = {},
): Promise<WebhookMessage> {
  if (typeof body !== 'string' && !ArrayBuffer.isView(body))
    throw refusal('its body has been parsed. Hand it over as it came, as text or bytes.');
  const keys = await Promise.all([secret].flat().map(keyOf));
  if (keys.length === 0) throw refusal('there is no secret to check it with. Set the one of the endpoint.');
  const [id, sentAt, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !sentAt || !signatures)
    throw refusal('a header webhook-… is missing. Hand over the headers as they came.');
  const age = now / 1000 - Number(sentAt);
  if (!(Math.abs(age) <= tolerance)) throw refusal(`its time is ${Math.round(age)} s off. Check this server’s clock.`);
  const signed = join(`${id}.${sentAt}.`, body);
  const given = signatures.split(' ').flatMap((signature) => bytesOf(signature));
  const checks = keys.flatMap((key) => given.map((bytes) => crypto.subtle.verify('HMAC', key, bytes, signed)));
  if (!(await Promise.all(checks)).includes(true))
    throw refusal('no signature fits. Check the secret, and hand over the body as it came, before it is parsed.');
  return read(id, body);
}

function read(id: string, body: string | Uint8Array): WebhookMessage {
  try {
    const { type, timestamp, data } = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
    return { id, type, timestamp, data };
  } catch (cause) {
    throw refusal('its body is no JSON.', cause);
  }
}

function keyOf(secret: string | undefined): Promise<CryptoKey> {
  const bytes = secret?.startsWith(PREFIX) ? base64(secret.slice(PREFIX.length)) : undefined;
  // A setting that is missing must refuse everything, and never pass anything.
  if (!bytes || bytes.length < SHORTEST_SECRET) throw refusal(`the secret is missing. It begins with ${PREFIX}.`);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** Of one `v1,…` in the header; nothing for versions that are not known here. */
function bytesOf(signature: string): Uint8Array<ArrayBuffer>[] {
  const [version, text = ''] = signature.split(',');
  const bytes = version === 'v1' ? base64(text) : undefined;
  return bytes ? [bytes] : [];
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : value?.[0];
}

function base64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function join(head: string, body: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [first, rest] = [head, body].map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  return Uint8Array.from([...(first ?? []), ...(rest ?? [])]);
}

const refusal = (why: string, cause?: unknown) =>
  new EngagementError('webhook-refused', `The webhook is not taken: ${why}`, { cause });
