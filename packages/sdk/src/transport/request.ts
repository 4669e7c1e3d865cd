import { sleep } from '../environment.ts';
import type { EngagementError } from '../errors/engagement-error.ts';
import { failure, refusal } from './failure.ts';

/** How often a request is tried, and for what. */
export interface RetryPolicy {
  tries: number;
  /** Without any answer something is probably in the way for good. */
  triesWithoutAnswer: number;
  afterTimeout: boolean;
  /** Milliseconds: a server that asks for more patience is not waited for. */
  longestWait: number;
}

/** For reads, which somebody is waiting for. */
export const READ: RetryPolicy = { tries: 3, triesWithoutAnswer: 3, afterTimeout: false, longestWait: 10_000 };
/** For events, whose ids make a repetition harmless. */
export const PERSISTENT: RetryPolicy = {
  tries: 11,
  triesWithoutAnswer: 5,
  afterTimeout: true,
  longestWait: Number.POSITIVE_INFINITY,
};
/** For what must outlive its page. */
export const ONCE: RetryPolicy = { tries: 1, triesWithoutAnswer: 1, afterTimeout: false, longestWait: 0 };

export interface RequestOptions extends RequestInit {
  fetch: typeof fetch;
  signal: AbortSignal;
  retry: RetryPolicy;
}

const TIMEOUT = 10_000;
const RETRY_STATUS = [408, 425, 429, 500, 502, 503, 504];
const MAX_BACKOFF = 30_000;

/** Asks, and asks again where that may help. Resolves with the JSON of the answer; rejects with an EngagementError. */
export async function request<T>(url: string, options: RequestOptions): Promise<T> {
  const { fetch, retry, signal, ...init } = options;
  for (let tried = 1; ; tried++) {
    try {
      const answer = await fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]) });
      const text = await answer.text();
      if (answer.ok) return text ? JSON.parse(text) : (undefined as T);
      const error = refusal(url, answer.status, text);
      await waitForNextTry(error, tried, retry, answer.headers.get('retry-after'), signal);
    } catch (cause) {
      const error = failure(url, cause);
      if (error === cause) throw error;
      await waitForNextTry(error, tried, retry, null, signal);
    }
  }
}

/** Throws the error when there is none. */
async function waitForNextTry(
  error: EngagementError,
  tried: number,
  retry: RetryPolicy,
  retryAfter: string | null,
  signal: AbortSignal,
): Promise<void> {
  const wait =
    retryAfter === null ? Math.random() * Math.min(MAX_BACKOFF, 1000 * 2 ** (tried - 1)) : delayOf(retryAfter);
  if (tried >= triesFor(error, retry) || wait > retry.longestWait) throw error;
  await sleep(wait, signal).catch(() => {
    throw error;
  });
}

function triesFor({ code, status = 0 }: EngagementError, retry: RetryPolicy): number {
  if (code === 'network' || (code === 'timeout' && retry.afterTimeout)) return retry.triesWithoutAnswer;
  return RETRY_STATUS.includes(status) ? retry.tries : 1;
}

/** Milliseconds of a `Retry-After`: seconds or a date. */
export function delayOf(retryAfter: string, now = Date.now()): number {
  const ms = Number(retryAfter) * 1000;
  return Math.max(0, Number.isNaN(ms) ? Date.parse(retryAfter) - now || 0 : ms);
}
