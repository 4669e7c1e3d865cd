import { type FieldError, PROBLEMS, type ProblemCode } from '@engagement/contract';

interface Details {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal with a reason that may be shown: the one error that becomes a reply. Anything else is `internal`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, details: Details = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.errors = details.errors ?? [];
    this.headers = details.headers ?? {};
  }
}

/** A request whose fields are wrong; `pointer` is a JSON Pointer. */
export function invalid(pointer: string, message: string, code = 'invalid'): ProblemError {
  return new ProblemError('invalid-request', message, { errors: [{ pointer, code, message }] });
}

/** A request without a credential that holds. */
export function unauthenticated(detail: string): ProblemError {
  return new ProblemError('unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="engagement"' } });
}
