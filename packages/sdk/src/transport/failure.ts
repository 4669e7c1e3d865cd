import type { Problem } from '@engagement/contract';
import { HTTPError, TimeoutError } from 'ky';
import { EngagementError, type ErrorCode } from '../errors/engagement-error.ts';

const PROBLEM = 'urn:engagement:error:';

/** A problem of the server as the error that callers see; the server's own words say how to mend it. */
export function problemError(problem: Pick<Problem, 'type' | 'detail'> & Partial<Problem>): EngagementError {
  return new EngagementError(problem.type.slice(PROBLEM.length) as ErrorCode, problem.detail, {
    status: problem.status,
    requestId: problem.instance,
    errors: problem.errors,
  });
}

/** Whatever a request threw, as an EngagementError. */
export async function failure(cause: unknown, url: string): Promise<EngagementError> {
  if (cause instanceof EngagementError) return cause;
  if (cause instanceof HTTPError) return refusal(cause, url);
  if (cause instanceof TimeoutError) return new EngagementError('timeout', `No answer from ${url} in time.`, { cause });
  if ((cause as Error)?.name === 'AbortError')
    return new EngagementError('aborted', 'The request was called off.', { cause });
  const why = 'The server is down, a blocker stands in between, or `host` is not an engagement server.';
  return new EngagementError('network', `No readable answer from ${url}. ${why}`, { cause });
}

async function refusal(cause: HTTPError, url: string): Promise<EngagementError> {
  const { status } = cause.response;
  const problem: Partial<Problem> | null = await cause.response.json<Partial<Problem>>().catch(() => null);
  if (problem?.type?.startsWith(PROBLEM)) return problemError({ detail: '', ...problem, type: problem.type, status });
  return new EngagementError(codeOf(status), `${url} answered ${status}.`, { status, cause });
}

/** For an answer that something before the server gave. */
function codeOf(status: number): ErrorCode {
  if (status === 429) return 'rate-limited';
  if (status === 502 || status === 503 || status === 504) return 'service-unavailable';
  if (status >= 500) return 'internal';
  return status === 404 ? 'not-found' : 'invalid-request';
}
