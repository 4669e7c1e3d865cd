import type { BoardPage, EngagementError } from '@engagement/sdk';
import type { Send } from './events.ts';
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
  shown: Shown | null = null;
  /** An error whose message the page took over by cancelling the event. */
  hushed: EngagementError | null = null;
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  tell(shown: Shown): void {
    const previous = this.shown;
    const { state, page, error, source } = shown;
    this.shown = shown;
    if (state !== previous?.state) {
      this.#send('engagement-state-change', { state, previous: previous?.state ?? null });
    }
    if (error && error !== previous?.error && state !== 'unavailable') {
      const heard = this.#send('engagement-error', { error, willRetry: error.retryable }, true);
      this.hushed = heard ? null : error;
    }
    if (page && !previous?.page) this.#send('engagement-load', { source, count: page.data.length });
  }
}
