import type { BoardQuery } from '../../types.ts';

export const DEFAULT_LIMIT = 10;
const DEFAULT_SPAN = 2;

/** The same text for every way to write the same query. */
export function queryKey(board: string, query: BoardQuery = {}): string {
  const { period = '', segment = '', limit = DEFAULT_LIMIT, around, span = DEFAULT_SPAN } = query;
  return JSON.stringify([board, period, segment, ...(around === undefined ? [limit] : [around, span])]);
}

/** What to watch for a query: a stretch around an entry follows the whole board. */
export function watchOf(key: string, { period, segment }: BoardQuery) {
  return { kind: 'leaderboard' as const, key, ...(period && { period }), ...(segment && { segment }) };
}
