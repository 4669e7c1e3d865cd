import type { FieldError } from '@engagement/contract';
import type { z } from 'zod';
import { pointerStep } from './json-fault.ts';

type Issue = z.core.$ZodIssue;

const MAX_ERRORS = 20;

function text(issue: Issue): string {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'is missing' : issue.message;
}

function errorsOf(issue: Issue, base: string): FieldError[] {
  const pointer = base + issue.path.map((step) => pointerStep(step as string | number)).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer + pointerStep(key),
      code: 'unknown-field',
      message: 'is not known here',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest = []] = issue.errors.toSorted((a, b) => a.length - b.length);
    return closest.flatMap((inner) => errorsOf(inner, pointer));
  }
  if (issue.code === 'invalid_key')
    return [{ pointer, code: issue.code, message: issue.issues[0]?.message ?? text(issue) }];
  return [{ pointer, code: issue.code, message: text(issue) }];
}

/** What a schema refuses, field by field; `base` is the JSON Pointer of the value that was checked. */
export function fieldErrors(error: z.core.$ZodError, base = ''): FieldError[] {
  return error.issues.flatMap((issue) => errorsOf(issue, base)).slice(0, MAX_ERRORS);
}

/** The same in one sentence. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  const [first, ...rest] = errors;
  if (!first) return 'The request is not valid.';
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  return `${first.pointer || 'The whole'}: ${first.message}${more}`;
}
