import type { Endpoint } from '@engagement/contract';
import { z } from 'zod';
import { fieldErrors, fieldErrorsText } from '../../kernel/field-errors.ts';
import { jsonFault, pointerStep } from '../../kernel/json-fault.ts';
import { invalid, ProblemError } from '../../kernel/problem-error.ts';

type Part = 'path' | 'query' | 'body';

const NOTHING = z.strictObject({});

/** What a schema makes of a part of the request. @throws ProblemError `invalid-request`, naming each wrong field */
function checked<T>(part: Part, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error);
  throw new ProblemError('invalid-request', `The ${part} is not valid: ${fieldErrorsText(errors)}.`, { errors });
}

function refuseFaults(part: Part, value: unknown): void {
  const fault = jsonFault(value);
  if (fault) throw invalid(fault.pointer, `The ${part} is not valid: ${fault.pointer} ${fault.message}.`);
}

export function checkParams(endpoint: Endpoint, params: unknown): unknown {
  refuseFaults('path', params);
  return checked('path', endpoint.params ?? NOTHING, { ...(params as object) });
}

export function checkQuery(endpoint: Endpoint, search: string): unknown {
  return checkedQuery(endpoint.query ?? NOTHING, parseQuery(search));
}

/** A query, be it of an address or one of several in a body. @throws ProblemError `invalid-request` */
export function checkedQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  refuseFaults('query', query);
  return checked('query', schema, query);
}

/** Items that are judged one by one are left to the endpoint, which runs `jsonFault` on each. */
export function checkBody(endpoint: Endpoint, schema: z.ZodType, body: unknown): unknown {
  refuseFaults('body', endpoint.items === undefined ? body : withoutMember(body, endpoint.items));
  return checked('body', schema, body);
}

function withoutMember(body: unknown, name: string): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

/** Each parameter once, strictly percent-encoded UTF-8. */
function parseQuery(search: string): Record<string, string> {
  try {
    decodeURIComponent(search);
  } catch {
    throw invalid('', 'The query is not valid percent-encoded UTF-8.');
  }
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    if (name in query) throw invalid(pointerStep(name), `The query names ${pointerStep(name)} twice.`, 'repeated');
    query[name] = value;
  }
  return query;
}
