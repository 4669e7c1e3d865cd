import { sqlState } from './sql-state.ts';

/**
 * SQLSTATE classes: connection exception (but for broken protocol), insufficient resources, shutdown and crash; and a
 * transaction that was idle for too long.
 */
const STATES = /^(08(?!P01)|53|57P|25P03)/;

const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'NO_TURN',
]);

/** Whether a statement failed because Postgres is away, and not because of the statement. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (STATES.test(sqlState(error) ?? '')) return true;
  return CODES.has(`${(error as NodeJS.ErrnoException).code}`) || isUnreachable(error.cause);
}
