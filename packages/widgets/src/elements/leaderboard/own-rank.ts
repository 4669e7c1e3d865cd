import type { BoardPage, Entry } from '@engagement/sdk';

export interface OwnRankChange {
  from: number;
  to: number;
  me: Entry;
}

/** How the reader's own rank changed from one page to the next, within one period of one board; null, not at all. */
export function ownRankChange(before: BoardPage, after: BoardPage): OwnRankChange | null {
  const [past, me] = [ownEntry(before), ownEntry(after)];
  if (!past || !me || past.rank === me.rank || stretch(before, past) !== stretch(after, me)) return null;
  return { from: past.rank, to: me.rank, me };
}

function ownEntry(page: BoardPage): Entry | undefined {
  return page.me ?? page.data.find((entry) => entry.isMe);
}

function stretch({ board, period, segment }: BoardPage, me: Entry): string {
  return JSON.stringify([board.key, period.key, segment, me.id]);
}
