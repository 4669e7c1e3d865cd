import { PROBLEMS, type ProblemCode } from '@engagement/contract';
import type { ErrorRequestHandler } from 'express';
import { ProblemError } from '../../kernel/problem-error.ts';
import { isContended } from '../db/contended.ts';
import { isNoTurn } from '../db/turns.ts';
import { isUnreachable } from '../db/unreachable.ts';
import { notesOf, sendProblem } from './reply.ts';

/** Where the server writes what an operator has to know. */
export interface HttpLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** An error as a refusal that may be shown; anything unforeseen says nothing but that it happened. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof URIError) {
    return new ProblemError('invalid-request', 'The path is not valid percent-encoded UTF-8.');
  }
  if (isNoTurn(error)) return unavailable('The database has no connection free for this request.', error);
  if (isUnreachable(error)) return unavailable('The database cannot be reached.', error);
  if (isContended(error)) return unavailable('The database is busy with the same rows.', error);
  const code = clientErrorCode((error as { status?: unknown } | undefined)?.status);
  if (code) return new ProblemError(code, `${PROBLEMS[code].title}.`, { cause: error });
  return new ProblemError('internal', 'The request failed. Quote the instance when you report it.', { cause: error });
}

function unavailable(detail: string, cause: unknown): ProblemError {
  return new ProblemError('service-unavailable', detail, { headers: { 'Retry-After': '2' }, cause });
}

/** Mounted handlers, such as static files, refuse with errors that carry a status. */
function clientErrorCode(status: unknown): ProblemCode | undefined {
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return codes.find((code) => PROBLEMS[code].status === status) ?? 'invalid-request';
}

const WORTH_A_WARNING: ReadonlySet<ProblemCode> = new Set(['origin-not-allowed', 'wrong-key-class']);

/** Tells of a failure in work that no request waits for: an engine that is away comes back; the rest is a surprise. */
export const reportTo =
  (log: HttpLog) =>
  (err: unknown): void => {
    if (toProblem(err).status === 503) log.warn({ err }, 'an engine is away; trying again');
    else log.error({ err }, 'something failed that nobody foresaw');
  };

/** The only place where an error becomes a reply. */
export function replyWithProblem(log: HttpLog): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const problem = toProblem(error);
    const { requestId } = notesOf(response);
    const fields = { requestId, method: request.method, path: request.path };
    if (problem.status >= 500) log.error({ ...fields, err: problem.cause ?? problem }, problem.code);
    else if (WORTH_A_WARNING.has(problem.code)) log.warn({ ...fields, detail: problem.message }, problem.code);
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };
}
