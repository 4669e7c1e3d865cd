import type { Conduct } from './conduct.ts';

/** A reply, or why there is none. */
export type Reply =
  // biome-ignore lint/suspicious/noExplicitAny: what is in a body is judged by who asked
  | { readonly status: number; readonly body: any; readonly ms: number }
  | { readonly status: 'none'; readonly reason: string; readonly ms: number };

export interface TenantCredentials {
  readonly key: string;
  readonly bird: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly zone: string;
}

/** A marketplace's server as a client of ours: it holds every reply against the contract. */
export class TenantClient {
  readonly tenant: TenantCredentials;
  readonly #conduct: Conduct;
  readonly statuses = new Map<number | 'none', number>();
  slowestMs = 0;

  readonly #patienceMs: number;

  /** A caller gives up after `patienceMs`; the server promises an answer well before. */
  constructor(tenant: TenantCredentials, conduct: Conduct, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.tenant = tenant;
    this.#conduct = conduct;
  }

  /** A request such as `POST /v1/events` to the server at `url`. Good requests only: any other refusal is a fault. */
  async call(url: string, request: string, body?: unknown, waitSeconds = 0): Promise<Reply> {
    const [method = '', path = ''] = request.split(' ');
    // Whoever asks the server to wait waits as much longer.
    const patienceMs = this.#patienceMs + 1000 * waitSeconds;
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    let reply: Reply;
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          Authorization: `Bearer ${this.tenant.secretKey}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(waitSeconds > 0 && { Prefer: `wait=${waitSeconds}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      this.#conduct.received(this.tenant.key, `${text} ${JSON.stringify([...response.headers])}`, request);
      reply = { status: response.status, body: this.#judge(response, text, request), ms: took() };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === 'TimeoutError') this.#conduct.violate(`no answer to ${request} within ${patienceMs} ms`);
      reply = { status: 'none', reason, ms: took() };
    }
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    if (reply.status !== 'none') this.slowestMs = Math.max(this.slowestMs, reply.ms);
    return reply;
  }

  #judge(response: Response, text: string, request: string): unknown {
    const { status, headers } = response;
    const violate = (what: string) =>
      this.#conduct.violate(`${request} was answered ${status}: ${what}: ${text.slice(0, 300)}`);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      violate('no JSON');
      return undefined;
    }
    if (status < 400) return body;
    if (!headers.get('content-type')?.startsWith('application/problem+json')) violate('no problem document');
    if (status >= 500 && status !== 503) violate('a failure that nobody foresaw');
    if ((status === 503 || status === 429) && headers.get('retry-after') === null) violate('no Retry-After');
    if (status === 401 || status === 403) violate('a good credential was refused');
    return body;
  }
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  return name === 'TimeoutError' ? name : `${(cause as NodeJS.ErrnoException | undefined)?.code ?? name}`;
}
