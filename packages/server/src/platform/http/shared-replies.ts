import type { IncomingMessage, RequestListener } from 'node:http';
import type { KnownCaller } from '../../kernel/caller.ts';
import { hasBody } from './body.ts';
import { namedOrigin } from './cors.ts';
import { headerValues } from './credential.ts';
import type { RateLimiter } from './rate-limits.ts';
import { notesOf, type PreparedJson, sendReply } from './reply.ts';

/** A reply that was given to a caller, and stays right for a moment. */
export interface SharedReply {
  readonly caller: KnownCaller;
  /** The path of the endpoint, as the contract writes it. */
  readonly route: string;
  readonly status: number;
  readonly reply: PreparedJson;
}

const MAX_KEPT = 2000;

/**
 * Replies that are the same for everyone, given again while they are current: to the same request with the same
 * credential from the same origin, which has passed all checks. Only the rate limit is asked anew.
 */
export class SharedReplies {
  readonly #kept = new Map<string, SharedReply>();
  readonly #limiter: RateLimiter;
  readonly #addressOf: (request: IncomingMessage) => string;

  constructor(limiter: RateLimiter, addressOf: (request: IncomingMessage) => string) {
    this.#limiter = limiter;
    this.#addressOf = addressOf;
  }

  /** Remembers what was answered to a request. */
  keep(request: IncomingMessage, shared: SharedReply): void {
    const name = nameOf(request);
    if (name === undefined) return;
    this.#kept.delete(name);
    this.#kept.set(name, shared);
    if (this.#kept.size <= MAX_KEPT) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Answers what there is a current reply to; what there is none to, and what is over a limit, goes to `otherwise`. */
  before(otherwise: RequestListener): RequestListener {
    return (request, response) => {
      const name = nameOf(request);
      const shared = name === undefined ? undefined : this.#kept.get(name);
      if (!shared?.reply.isCurrent()) return otherwise(request, response);
      const { caller, route, status, reply } = shared;
      Object.assign(notesOf(response), { route, readableBy: namedOrigin(request.headers.origin) });
      this.#limiter.request(caller, this.#addressOf(request), false).then(
        () => sendReply(response, status, reply),
        () => otherwise(request, response),
      );
    };
  }
}

/** What a reply may depend on; undefined for a request of which nothing is kept. */
function nameOf(request: IncomingMessage): string | undefined {
  const { accept = '*/*', origin = '' } = request.headers;
  if (request.method !== 'GET' || !accept.includes('*/*') || hasBody(request)) return undefined;
  return [request.url, origin, ...headerValues(request, 'authorization')].join('\n');
}
