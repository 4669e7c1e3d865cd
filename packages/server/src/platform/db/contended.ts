import { sqlState } from './sql-state.ts';

/** A serialization failure, a deadlock, a lock that was not to be had in time. */
const STATES = new Set(['40001', '40P01', '55P03']);

/** Whether work failed because others worked on the same rows: the same again may succeed. */
export function isContended(error: unknown): boolean {
  return STATES.has(sqlState(error) ?? '');
}
