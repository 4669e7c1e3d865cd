import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '@engagement/contract';

/** The rows that differ, by place, as a server sends them. */
export function diffRows(before: Entry[], after: Entry[]): { rows: { at: number; entry: Entry }[]; length: number } {
  const rows = after
    .map((entry, at) => ({ at, entry }))
    .filter(({ at, entry }) => !isDeepStrictEqual(before[at], entry));
  return { rows, length: after.length };
}
