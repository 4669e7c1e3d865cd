import ky, { type Hooks, type HTTPError, type Options } from 'ky';
import type { ServerClock } from '../clock/server-clock.ts';
import { EngagementError } from '../errors/engagement-error.ts';
import type { Credential } from '../identity/credential.ts';
import type { Identity } from '../identity/identity.ts';
import { failure } from './failure.ts';
import { LAST_TRY, PATIENT, QUICK } from './retry.ts';

export interface HttpPorts {
  host: string | undefined;
  fetch: typeof fetch | undefined;
  identity: Pick<Identity, 'credential' | 'settled' | 'renew'>;
  clock: Pick<ServerClock, 'learn'>;
  /** Aborts when the user changes. */
  reads(): AbortSignal;
  /** Aborts with the client. */
  closed: AbortSignal;
}

/** A list goes out with commas between its parts. */
export type Params = Record<string, string | number | readonly string[] | undefined>;

export interface PostOptions {
  /** One try, which outlives the page. */
  last?: boolean;
  /** Somebody waits up to so many seconds for what comes of it. */
  wait?: number;
  method?: string;
  /** Calls it off; left out, the end of the client does. */
  signal?: AbortSignal;
}

export interface Http {
  /** Reads as the present user. */
  get<T>(path: string, params?: Params): Promise<T>;
  /** Reads as the present user what a question in JSON text asks for. */
  ask<T>(path: string, question: string): Promise<T>;
  /** Posts JSON text as the given credential, with patience. */
  post<T>(path: string, body: string, credential: Credential, options?: PostOptions): Promise<T>;
}

const JSON_BODY = { 'content-type': 'application/json' };

export function createHttp({ host, fetch: given, identity, clock, reads, closed }: HttpPorts): Http {
  /** Resolves with the whole body, so that the timeout and the retries cover it too. */
  async function fetch(...request: Parameters<typeof globalThis.fetch>): Promise<Response> {
    const askedAt = Date.now();
    const answer = await (given ?? globalThis.fetch)(...request);
    clock.learn(answer.headers.get('date'), askedAt);
    await answer.clone().arrayBuffer();
    return answer;
  }

  async function send<T>(path: string, asked: Credential, options: Options): Promise<T> {
    if (!host?.startsWith('http'))
      throw new EngagementError('invalid-request', 'Set `host`, with http:// or https://.');
    const url = host + path;
    let used = asked;
    let refusal: HTTPError | undefined;
    const hooks: Hooks = {
      beforeRequest: [({ headers }) => headers.set('authorization', `Bearer ${used.token}`)],
      afterResponse: [
        // A user token that is refused is renewed once.
        async (_request, { retry }, { status }, { retryCount }) => {
          if (status !== 401 || used !== asked || retryCount === retry.limit) return;
          used = (await identity.renew(asked)) ?? asked;
          return used === asked ? undefined : ky.retry({ delay: 0 });
        },
      ],
      beforeError: [
        (error) => {
          refusal = error;
          return error;
        },
      ],
    };
    try {
      const answer = ky(url, { ...options, fetch, hooks, credentials: 'omit' });
      // ky gives an empty text for an empty answer.
      return (await answer.json<T | ''>()) || (undefined as T);
    } catch (cause) {
      // Why a try had to be waited for tells more than that the wait is over.
      throw await failure(url, closed.aborted ? (refusal ?? cause) : cause);
    }
  }

  return {
    async get(path, params) {
      await identity.settled();
      // ky leaves out what is undefined.
      const searchParams = params as Record<string, string>;
      return send(path, identity.credential, { searchParams, retry: QUICK, signal: reads() });
    },
    async ask(path, body) {
      await identity.settled();
      return send(path, identity.credential, {
        method: 'post',
        body,
        headers: JSON_BODY,
        retry: QUICK,
        signal: reads(),
      });
    },
    post(path, body, credential, { last = false, wait = 0, method = 'post', signal = closed } = {}) {
      const headers = { ...JSON_BODY, ...(wait && { prefer: `wait=${wait}` }) };
      const retry = last ? LAST_TRY : wait ? QUICK : PATIENT;
      // An answer may take as long as it is waited for, and then the usual time.
      const timeout = (10 + wait) * 1000;
      return send(path, credential, { method, body, headers, retry, timeout, keepalive: last, signal });
    },
  };
}
