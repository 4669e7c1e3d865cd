import type { Problem } from '@engagement/contract';
import { HTTPError } from 'ky';
import { EngagementError, type ErrorCode } from '../errors/engagement-error.ts';

const PROBLEM = 'urn:engagement:error:';

/** A problem of the server as the error that callers see; the server's own words say how to mend it. */
export function problemError(problem: Pick<Problem, 'type' | 'detail'> & Partial<Problem>): EngagementError {
  const { type, detail, status, instance: requestId, errors } = problem;
  return new EngagementError(type.slice(PROBLEM.length) as ErrorCode, detail, { status, requestId, errors });
}

/** What a request threw, as the error that callers see. */
export async function failure(url: string, cause: unknown): Promise<EngagementError> {
  if (cause instanceof HTTPError) return refusal(url, cause.response);
  const { name } = cause as Error;
  if (name === 'TimeoutError') return new EngagementError('timeout', `No answer from ${url} in time.`, { cause });
  if (name === 'AbortError') return new EngagementError('aborted', 'The request was called off.', { cause });
  const why = 'the server is down, something blocks it, or `host` is another server';
  return new EngagementError('network', `No readable answer from ${url}: ${why}.`, { cause });
}

/** For an answer outside 2xx. */
async function refusal(url: string, response: Response): Promise<EngagementError> {
  const { status } = response;
  const problem: Problem | null = await response.json().catch(() => null);
  if (problem?.type?.startsWith(PROBLEM)) return problemError({ ...problem, status });
  return new EngagementError(codeOf(status), `${url} answered ${status}.`, { status });
}

/** For an answer that something before the server gave. */
function codeOf(status: number): ErrorCode {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return status > 501 && status < 505 ? 'service-unavailable' : 'internal';
  return status === 404 ? 'not-found' : 'invalid-request';
}
