import { HTTPError, type RetryOptions } from 'ky';

const STATUS_CODES = [408, 425, 429, 500, 502, 503, 504];

/** Waits as long as the server says, else up to 1, 2, 4 … 30 seconds. */
const COMMON: RetryOptions = {
  methods: ['get', 'post'],
  statusCodes: STATUS_CODES,
  afterStatusCodes: STATUS_CODES,
  delay: (attempt) => Math.min(30_000, 500 * 2 ** attempt),
  jitter: true,
};

/** For reads, which somebody is waiting for: three tries, and no wait that the server wants above 10 seconds. */
export const QUICK: RetryOptions = {
  ...COMMON,
  limit: 2,
  shouldRetry: ({ error }) => (error instanceof HTTPError && waitAsked(error) > 10_000 ? false : undefined),
};

/** For events, whose ids make a repetition harmless. Without any answer something is probably in the way for good. */
export const PATIENT: RetryOptions = {
  ...COMMON,
  limit: 10,
  retryOnTimeout: true,
  shouldRetry: ({ error, retryCount }) => (error instanceof HTTPError || retryCount < 5 ? undefined : false),
};

/** For what must outlive its page: a second try only with a new token. */
export const LAST_TRY: RetryOptions = { limit: 1, shouldRetry: () => false };

/** Milliseconds of a `Retry-After`, which is seconds or a date. */
function waitAsked({ response }: HTTPError): number {
  const after = response.headers.get('retry-after') ?? '';
  return Number(after) * 1000 || Date.parse(after) - Date.now();
}
