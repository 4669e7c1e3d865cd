import type { FieldError } from '@engagement/contract';
import type { z } from 'zod';

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A schema's complaints, each at the field that it is about; an unknown field is named itself. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const pointer = prefix + pointerOf(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ pointer, code: issue.code, message: issue.message }];
    return issue.keys.map((key) => ({
      pointer: pointer + pointerOf([key]),
      code: 'unknown-field',
      message: 'This field is not known here',
    }));
  });
}
