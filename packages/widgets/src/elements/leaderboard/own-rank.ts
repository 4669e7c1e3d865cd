import type { BoardPage, Entry } from '@engagement/sdk';

export interface OwnRankChange {
  from: number;
  to: number;
  me: Entry;
}

/** Notices when the reader's own rank changes within one period of one board. */
export class OwnRank {
  #stretch = '';
  #rank: number | null = null;

  /** The change since the page before this one, if there was one. */
  take(page: BoardPage): OwnRankChange | null {
    const me = page.me ?? page.data.find((entry) => entry.isMe) ?? null;
    const stretch = JSON.stringify([page.board.key, page.period.key, page.segment, me?.id]);
    const from = stretch === this.#stretch ? this.#rank : null;
    this.#stretch = stretch;
    this.#rank = me?.rank ?? null;
    return me && from !== null && from !== me.rank ? { from, to: me.rank, me } : null;
  }
}
