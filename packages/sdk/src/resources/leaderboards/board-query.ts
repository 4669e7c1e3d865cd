import type { BoardQuery } from '../../types.ts';

export const DEFAULT_LIMIT = 10;
const DEFAULT_SPAN = 2;

/** The same text for every way to write the same query. */
export function queryKey(board: string, query: BoardQuery = {}): string {
  const { period = '', segment = '', limit = DEFAULT_LIMIT, around, span = DEFAULT_SPAN } = query;
  return JSON.stringify([board, period, segment, ...(around === undefined ? [limit] : [around, span])]);
}

/** Its fourth part is a number for a page from the top. */
export const isAroundMe = (key: string): boolean => JSON.parse(key)[3] === 'me';
