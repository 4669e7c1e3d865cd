import type { BoardPage, Entry } from '@engagement/sdk';

export interface OwnRankChange {
  from: number;
  to: number;
  me: Entry;
}

/** How the reader's own rank changed between two pages of one stretch; null, not at all. */
export function ownRankChange(before: BoardPage, after: BoardPage): OwnRankChange | null {
  const [past, me] = [ownEntry(before), ownEntry(after)];
  if (!past || !me || past.id !== me.id || past.rank === me.rank) return null;
  return { from: past.rank, to: me.rank, me };
}

/** Two pages whose ranks can be compared: of one period and segment of one board. */
export function sameStretch(one: BoardPage, other: BoardPage): boolean {
  return stretch(one) === stretch(other);
}

function ownEntry(page: BoardPage): Entry | undefined {
  return page.me ?? page.data.find((entry) => entry.isMe);
}

const stretch = ({ board, period, segment }: BoardPage) => JSON.stringify([board.key, period.key, segment]);
