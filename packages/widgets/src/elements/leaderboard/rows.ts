import type { BoardPage, Entry } from '@engagement/sdk';

/** An entry with all that its row says. */
export interface Row {
  entry: Entry;
  /** Places climbed since the last snapshot; null: it was not on the board then, others were. */
  places: number | null;
  /** Percent of the leader's score; null where shares would say nothing. */
  share: number | null;
}

/** The entries of a page, the reader's own among them. */
export function everyone({ data, me }: BoardPage): Entry[] {
  return me ? [...data, me] : data;
}

/** How the entries of a page become rows. */
export function rowOf(page: BoardPage, { around }: { around: boolean }): (entry: Entry) => Row {
  const snapshot = everyone(page).some((entry) => entry.previousRank !== null);
  const leader = around ? null : leadingScore(page);
  return (entry) => ({
    entry,
    places: placesClimbed(entry, snapshot),
    share: leader && Math.max(0, Math.round((entry.score / leader) * 1000) / 10),
  });
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
