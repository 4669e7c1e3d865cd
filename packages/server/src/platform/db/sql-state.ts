/** What Postgres says of a statement that it refused. */
export interface PostgresFault {
  /** SQLSTATE */
  readonly code: string;
  readonly table_name?: string;
  readonly constraint_name?: string;
}

/** The fault that Postgres found, wherever the layers have put it. */
export function postgresFault(error: unknown): PostgresFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const isFault = typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  return isFault ? (error as Error & PostgresFault) : postgresFault(error.cause);
}

/** The SQLSTATE of an error. */
export const sqlState = (error: unknown): string | undefined => postgresFault(error)?.code;
