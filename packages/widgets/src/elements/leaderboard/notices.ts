import type { BoardPage, EngagementError } from '@engagement/sdk';
import type { Send } from './events.ts';
import { type OwnRankChange, ownRankChange } from './own-rank.ts';
import type { LeaderboardState } from './state.ts';

export interface Shown {
  state: LeaderboardState;
  /** The rows on screen. */
  page: BoardPage | null;
  error: EngagementError | null;
  source: 'client' | 'data';
}

/** Tells the page what changed on screen, each thing once. */
export class Notices {
  /** What was on screen last. */
  shown: Partial<Shown> = {};
  /** An error whose message the page took over by cancelling the event. */
  hushed: EngagementError | null = null;
  #lastPage: BoardPage | null = null;
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /** The answer is a change of the reader's own rank, if there was one. */
  tell(shown: Shown): OwnRankChange | null {
    const previous = this.shown;
    this.shown = shown;
    const { state, page, error, source } = shown;
    if (state !== previous.state) {
      this.#send('engagement-state-change', { state, previous: previous.state ?? null });
    }
    if (error !== previous.error) this.#tellError(error, state);
    if (!page || page === previous.page) return null;
    if (!previous.page) this.#send('engagement-load', { source, count: page.data.length });
    return this.#tellRank(page);
  }

  #tellError(error: EngagementError | null, state: LeaderboardState): void {
    if (!error || state === 'unavailable') return;
    const heard = this.#send('engagement-error', { error, willRetry: error.retryable }, true);
    this.hushed = heard ? null : error;
  }

  #tellRank(page: BoardPage): OwnRankChange | null {
    const change = this.#lastPage && ownRankChange(this.#lastPage, page);
    this.#lastPage = page;
    if (change) this.#send('engagement-rank-change', change);
    return change;
  }
}
