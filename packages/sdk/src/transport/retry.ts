import { HTTPError, type Options } from 'ky';

/** The answers that another try may change. */
const STATUS = [408, 425, 429, 500, 502, 503, 504];
/** Seconds that a reader would not sit through. */
const LONG_WAIT = 10;
/** Without any answer something is probably in the way for good. */
const TRIES_WITHOUT_ANSWER = 5;

const common = { statusCodes: STATUS, afterStatusCodes: STATUS, jitter: true };

/** For reads: a few quick tries. */
export const PATIENT: Options = {
  retry: {
    ...common,
    limit: 2,
    shouldRetry: ({ error }) => (error instanceof HTTPError && retryAfter(error) > LONG_WAIT ? false : undefined),
  },
};

/** For events, whose ids make a repetition harmless: full jitter below 1, 2, 4 … 30 seconds, or as long as the server says. */
export const PERSISTENT: Options = {
  retry: {
    ...common,
    limit: 10,
    methods: ['post'],
    retryOnTimeout: true,
    delay: (attempt) => 1000 * 2 ** (attempt - 1),
    backoffLimit: 30_000,
    shouldRetry: ({ error, retryCount }) =>
      error instanceof HTTPError || retryCount < TRIES_WITHOUT_ANSWER ? undefined : false,
  },
};

/** For what must outlive its page. */
export const LAST_TRY: Options = { keepalive: true, retry: 0 };

function retryAfter({ response }: HTTPError): number {
  return Number(response.headers.get('retry-after'));
}
