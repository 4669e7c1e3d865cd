import { z } from 'zod';

/** Every way a request can be refused: one slug, one status, one title. The SDK's error codes are these slugs. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'No valid credential was given' },
  forbidden: { status: 403, title: 'The credential does not allow this' },
  'origin-not-allowed': { status: 403, title: 'The publishable key does not list this origin' },
  'wrong-key-class': { status: 403, title: 'This kind of key cannot be used here' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'board-unavailable': { status: 404, title: 'This board is not available' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'The reply cannot be given in an accepted type' },
  conflict: { status: 409, title: 'The request conflicts with what is recorded' },
  'precondition-failed': { status: 412, title: 'The resource has changed meanwhile' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'rule-violation': { status: 422, title: 'The request breaks a rule' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'service-unavailable': { status: 503, title: 'The service is not available right now' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

const PREFIX = 'urn:engagement:error:';

/** The stable URI of a problem, as in `problem.type`. */
export function problemType(code: ProblemCode): string {
  return `${PREFIX}${code}`;
}

/** The slug in a problem's `type`, or undefined when it is none of ours. */
export function problemCode(type: string): ProblemCode | undefined {
  const code = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : '';
  return code in PROBLEMS ? (code as ProblemCode) : undefined;
}

/** One field that was refused. */
export const FieldError = z
  .strictObject({
    pointer: z.string().describe('JSON Pointer to the field; the empty string is the whole document'),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'FieldError' });
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457. */
export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The request id, for support'),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
