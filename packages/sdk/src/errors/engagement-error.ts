import type { FieldError, ProblemCode } from '@engagement/contract';

/** The problem's slug for a refusal of the server; the others come from the client itself. */
export type ErrorCode =
  | ProblemCode
  | 'secret-key-in-browser'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'not-identified'
  | 'webhook-refused';

/** What the client says in the console, and rejects nothing with. */
export type NoticeCode = 'event-dropped' | 'queue-full' | 'second-key' | 'callback-failed' | 'bootstrap-unreadable';

export interface ErrorDetails {
  status?: number | undefined;
  requestId?: string | undefined;
  errors?: FieldError[] | undefined;
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'rate-limited',
  'service-unavailable',
  'internal',
]);

/** The page of errors in the repository, until a client is made: then the one that its server shows. */
let page = 'docs/errors.md';

export function readErrorsAt(host: string | undefined): void {
  if (host) page = `${host}/docs/errors`;
}

/** Where to read more of what has this code. */
export const docsOf = (code: string): string => `${page}#${code}`;

/** What is said to the page's developer: what happened and what to do, the code, and where to read more. */
export const phrase = (code: ErrorCode | NoticeCode, message: string): string =>
  `[engagement] ${message} (${code}) ${docsOf(code)}`;

/** Everything the client rejects with. The message ends with where to read more. */
export class EngagementError extends Error {
  override readonly name = 'EngagementError';
  readonly code: ErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly errors: readonly FieldError[];
  /** Asking again later may help. */
  readonly retryable: boolean;
  readonly docsUrl: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(phrase(code, message), { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
    this.retryable = RETRYABLE.has(code);
    this.docsUrl = docsOf(code);
  }
}
