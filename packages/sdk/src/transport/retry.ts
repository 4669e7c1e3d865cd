import { HTTPError, type RetryOptions, type ShouldRetryState } from 'ky';

const STATUS_CODES = [408, 425, 429, 500, 502, 503, 504];
/** Without any answer something is probably in the way for good. */
const TRIES_WITHOUT_ANSWER = 5;

/** Waits as long as the server says, else a random time up to 1, 2, 4 … 30 seconds. */
const COMMON: RetryOptions = {
  methods: ['get', 'post'],
  statusCodes: STATUS_CODES,
  afterStatusCodes: STATUS_CODES,
  delay: (attempt) => Math.min(30_000, 500 * 2 ** attempt),
  jitter: true,
};

/** For reads, which somebody is waiting for: three tries, and no longer wait than 10 seconds. */
export const QUICK: RetryOptions = { ...COMMON, limit: 2, shouldRetry: (state) => mayRetry(state, 10_000) };

/** For events, whose ids make a repetition harmless. */
export const PATIENT: RetryOptions = {
  ...COMMON,
  limit: 10,
  retryOnTimeout: true,
  shouldRetry: (state) => mayRetry(state, Number.POSITIVE_INFINITY),
};

/** For what must outlive its page: a second try only with a new token. */
export const LAST_TRY: RetryOptions = { limit: 1, shouldRetry: () => false };

/** Undefined leaves it to ky, which obeys `Retry-After` to the letter, also where that makes no sense. */
function mayRetry({ error, retryCount }: ShouldRetryState, longestWait: number): boolean | undefined {
  if (!(error instanceof HTTPError)) return retryCount < TRIES_WITHOUT_ANSWER ? undefined : false;
  const { status, headers } = error.response;
  const after = headers.get('retry-after') ?? '';
  const wait = Number(after) * 1000 || Date.parse(after) - Date.now();
  if (wait > longestWait) return false;
  return wait > 0 ? undefined : STATUS_CODES.includes(status);
}
