import type { BoardPage } from '@engagement/sdk';

export interface Places {
  /** Rows of the whole board with its head; null when all of them are shown, or when that is unknown. */
  count: number | null;
  /** The place of a row of the page among those, with the head as row 1. */
  index(at: number): number | null;
}

/** Where the rows of a page stand on the whole board, for those who cannot see it. */
export function placesOf(page: BoardPage, { around }: { around: boolean }): Places {
  // a dense rank counts scores, not entries: it is no place
  const isKnown = page.total > page.data.length && (page.board.ranks !== 'dense' || !around);
  const first = around ? (page.data[0]?.rank ?? 1) : 1;
  return { count: isKnown ? page.total + 1 : null, index: (at) => (isKnown ? first + at + 1 : null) };
}
