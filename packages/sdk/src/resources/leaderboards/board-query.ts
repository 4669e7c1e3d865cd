import type { BoardQuery } from '../../types.ts';

export const DEFAULT_LIMIT = 10;
const DEFAULT_SPAN = 2;

/** The same text for every way to write the same query. */
export function queryKey(board: string, query: BoardQuery = {}): string {
  const { period = '', segment = '', placement = '', limit = DEFAULT_LIMIT, around, span = DEFAULT_SPAN } = query;
  return JSON.stringify([board, period, segment, placement, ...(around === undefined ? [limit] : [around, span])]);
}

/** Its fifth part is a number for a page from the top. */
export const isAroundMe = (key: string): boolean => JSON.parse(key)[4] === 'me';
