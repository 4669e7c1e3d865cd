import { randomUUID } from 'node:crypto';
import type { Problem } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';
import { toProblem } from '../http/errors.ts';
import { problemOf } from '../http/reply.ts';

/** An error as a socket is told of it; what nobody foresaw goes to `report` too. */
export function problemFor(error: unknown, report: (error: unknown) => void): Problem {
  if (!(error instanceof ProblemError)) report(error);
  return problemOf(toProblem(error), randomUUID());
}
