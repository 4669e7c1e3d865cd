import type { BoardPage, Entry } from '@engagement/sdk';

/** An entry with all that its row says. */
export interface Row {
  entry: Entry;
  /** Places climbed since the last snapshot; null: it was not on the board then, others were. */
  places: number | null;
  /** Percent of the leader's score; null where shares would say nothing. */
  share: number | null;
  /** Its place among all rows of the whole board, with the head as row 1; null where that is unknown. */
  index: number | null;
}

export interface Rows {
  shown: Row[];
  /** The own row, when it stands below those shown. */
  pinned: Row | null;
  /** Entries between the last row shown and the own one; null when unknown. */
  between: number | null;
  /** Rows of the whole board with its head, when it is longer than what is shown; else null. */
  count: number | null;
}

/** The entries of a page, the reader's own among them. */
export function everyone({ data, me }: BoardPage): Entry[] {
  return me ? [...data, me] : data;
}

/** The rows of a page, in its order. */
export function rowsOf(page: BoardPage, options: { pinMe: boolean; around: boolean; following?: boolean }): Rows {
  const snapshot = everyone(page).some((entry) => entry.previousRank !== null);
  const leader = options.around ? null : leadingScore(page);
  // a dense rank counts scores, not entries: it is no place
  const placesKnown = page.board.ranks !== 'dense' || !options.around;
  const first = options.around ? (page.data[0]?.rank ?? 1) : 1;
  const longer = page.total > page.data.length;

  const toRow = (entry: Entry, index: number | null): Row => ({
    entry,
    places: placesClimbed(entry, snapshot),
    share: leader === null ? null : Math.max(0, Math.round((entry.score / leader) * 1000) / 10),
    index: longer ? index : null,
  });

  const pinned = options.pinMe ? ownEntryBelow(page) : null;
  return {
    shown: page.data.map((entry, at) => toRow(entry, placesKnown ? first + at + 1 : null)),
    pinned: pinned && toRow(pinned, page.board.ranks === 'dense' || options.following ? null : pinned.rank + 1),
    between: pinned && !options.following ? entriesBetween(page, pinned) : null,
    count: longer && placesKnown ? page.total + 1 : null,
  };
}

function placesClimbed(entry: Entry, snapshot: boolean): number | null {
  if (entry.previousRank === null) return snapshot ? null : 0;
  return entry.previousRank - entry.rank;
}

/** The score that shares are of: only where more is better and the leader has some. */
function leadingScore(page: BoardPage): number | null {
  const leader = page.data[0];
  if (page.board.direction !== 'descending' || leader?.rank !== 1 || leader.score <= 0) return null;
  return leader.score;
}

function ownEntryBelow(page: BoardPage): Entry | null {
  const { me, data } = page;
  const last = data.at(-1);
  if (!me || !last || data.some((entry) => entry.id === me.id) || me.rank < last.rank) return null;
  return me;
}

function entriesBetween(page: BoardPage, me: Entry): number | null {
  // among ties the place is not the rank, so the number would be a guess
  if (page.board.ranks === 'dense' || (me.tied && page.board.ranks !== 'ordinal')) return null;
  return me.rank - 1 - page.data.length;
}
