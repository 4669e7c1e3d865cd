/** An error as it is logged. */
export interface BriefError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const LONGEST = 4000;

/**
 * What a log needs of an error, with its causes. The values of a failed statement stay out: they are what customers
 * sent, and a batch of it is megabytes.
 */
export function briefError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: withoutValues(message),
    ...(typeof code === 'string' && { code }),
    ...(stack !== undefined && { stack: withoutValues(stack) }),
    ...(cause !== undefined && { cause: briefError(cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(briefError) }),
  } satisfies BriefError;
}

function withoutValues(text: string): string {
  return text.replaceAll(/^params: .*$/gm, 'params: …').slice(0, LONGEST);
}
