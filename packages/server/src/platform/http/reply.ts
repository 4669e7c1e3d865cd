import type { ServerResponse } from 'node:http';
import { PROBLEMS, type Problem, problemType } from '@engagement/contract';
import type { ProblemError } from '../../kernel/problem-error.ts';

/** What the server notes of a request while it is handled. */
export interface RequestNotes {
  requestId: string;
  /** The path of the endpoint, as the contract writes it. */
  route?: string;
  /** Whether the reply is the connection's last, asked when it is sent. */
  isLast?: () => boolean;
  /** The origin that may read the reply, once that is known. */
  readableBy?: string | undefined;
  /** What may be asked of the address. */
  methods?: readonly string[];
}

/** JSON that is written already. */
export class JsonText<T = unknown> {
  /** Of a `T`. */
  readonly text: string & { readonly of?: T };

  constructor(text: string) {
    this.text = text;
  }
}

/** For replies that everyone gets who asks the same while they are current. */
export class PreparedJson<T = unknown> extends JsonText<T> {
  readonly isCurrent: () => boolean;

  constructor(value: T, isCurrent: () => boolean) {
    super(JSON.stringify(value));
    this.isCurrent = isCurrent;
  }
}

/** A value as JSON, whether it is written already or not. */
export function jsonTextOf(value: unknown): string {
  return value instanceof JsonText ? value.text : JSON.stringify(value);
}

// Names and values in turn: the form that Node writes without copying.
const HEADERS = [
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
  ['Vary', 'Origin'],
  ['X-Content-Type-Options', 'nosniff'],
].flat();

/** Where Express, too, looks for what is noted of a request. */
type NotedResponse = ServerResponse & { locals?: object };

export function notesOf(response: NotedResponse): RequestNotes {
  response.locals ??= {};
  return response.locals as RequestNotes;
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  value: unknown,
  extra: Record<string, string>,
): void {
  const { requestId, readableBy, isLast } = notesOf(response);
  // As text, head and body leave in one write.
  const body = jsonTextOf(value);
  const headers = [...HEADERS, 'X-Request-Id', requestId, 'Content-Type', type];
  headers.push('Content-Length', `${Buffer.byteLength(body)}`);
  for (const name in extra) headers.push(name, extra[name] as string);
  if (readableBy !== undefined) {
    headers.push('Access-Control-Allow-Origin', readableBy);
    headers.push('Access-Control-Expose-Headers', 'Date, Preference-Applied, Retry-After, X-Request-Id');
  }
  if (isLast?.()) headers.push('Connection', 'close');
  response.writeHead(status, headers);
  response.end(body);
}

export function sendReply(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', value, headers);
}

/** RFC 9457. */
export function problemOf(error: ProblemError, requestId: string): Problem {
  return {
    type: problemType(error.code),
    title: PROBLEMS[error.code].title,
    status: error.status,
    detail: error.message,
    instance: requestId,
    ...(error.errors.length > 0 && { errors: [...error.errors] }),
  };
}

export function sendProblem(response: ServerResponse, error: ProblemError): void {
  const problem = problemOf(error, notesOf(response).requestId);
  send(response, error.status, 'application/problem+json; charset=utf-8', problem, { ...error.headers });
}
