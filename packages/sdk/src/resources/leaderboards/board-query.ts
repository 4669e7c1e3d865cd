import type { BoardQuery } from '../../types.ts';

export const DEFAULT_LIMIT = 10;
const DEFAULT_SPAN = 2;

/** The same text for every way to write the same query. */
export function queryKey(board: string, query: BoardQuery = {}): string {
  const { period = '', segment = '', placement = '', limit = DEFAULT_LIMIT, around, span = DEFAULT_SPAN } = query;
  const { following = '' } = query;
  const stretch = around === undefined ? [limit, following] : [around, span];
  return JSON.stringify([board, period, segment, placement, ...stretch]);
}

/** Whether it is a matter of the user alone: what is around `me`, or whom `me` follows. */
export const isOfUser = (key: string): boolean => JSON.parse(key).slice(4).includes('me');
