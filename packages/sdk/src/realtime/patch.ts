import type { BoardPage, Changed, Entry } from '@engagement/contract';

/** The rows after a change, or null when the change does not fit them. */
export function patchRows(rows: readonly Entry[], change: Pick<Changed, 'rows' | 'length'>): Entry[] | null {
  const next = rows.slice(0, change.length);
  for (const { at, entry } of change.rows) next[at] = entry;
  // `includes` sees the holes that `every` skips.
  return next.length === change.length && !(next as unknown[]).includes(undefined) ? next : null;
}

/** The page after a change that builds on it, or null when it does not. Messages go to everybody, so `isMe` is ours to set. */
export function patchPage(page: BoardPage, change: Changed, own: string | null): BoardPage | null {
  const rows = change.from === page.version ? patchRows(page.data, change) : null;
  if (!rows) return null;
  const data = rows.map((entry) => (entry.isMe === (entry.id === own) ? entry : { ...entry, isMe: entry.id === own }));
  const me = ownEntry(page, data, change.total);
  return { ...page, data, me, total: change.total, version: change.version };
}

/** Whoever is on the page can be placed from it; whoever is not keeps what the page said. */
function ownEntry(page: BoardPage, data: readonly Entry[], total: number): BoardPage['me'] {
  const place = data.findIndex((entry) => entry.isMe);
  const entry = data[place];
  if (!entry) return page.me;
  const better = data.slice(0, place).findLast(({ score }) => score !== entry.score);
  const ahead = better && { rank: better.rank, score: better.score, distance: Math.abs(better.score - entry.score) };
  return { ...entry, topPercent: Math.ceil(((place + 1) * 100) / total), ahead: ahead ?? null };
}
