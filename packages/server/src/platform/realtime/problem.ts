import { randomUUID } from 'node:crypto';
import { PROBLEMS, type Problem, problemType } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';

/** A refusal as a socket is told of it; what was not foreseen goes to `report` and says nothing more. */
export function problemFor(error: unknown, report: (error: unknown) => void): Problem {
  if (!(error instanceof ProblemError)) report(error);
  const refusal =
    error instanceof ProblemError ? error : new ProblemError('internal', 'The request failed. Quote the instance.');
  return {
    type: problemType(refusal.code),
    title: PROBLEMS[refusal.code].title,
    status: refusal.status,
    detail: refusal.message,
    instance: randomUUID(),
    ...(refusal.errors.length > 0 && { errors: [...refusal.errors] }),
  };
}
