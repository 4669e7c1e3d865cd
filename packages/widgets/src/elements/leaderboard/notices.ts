import type { BoardPage, EngagementError } from '@engagement/sdk';
import type { LeaderboardEventMap } from './events.ts';
import { OwnRank, type OwnRankChange } from './own-rank.ts';
import type { LeaderboardState } from './state.ts';

export interface Shown {
  state: LeaderboardState;
  /** The rows on screen. */
  page: BoardPage | null;
  error: EngagementError | null;
  source: 'client' | 'data';
}

/** Sends an event. False when a listener cancelled it. */
export type Send = <K extends keyof LeaderboardEventMap>(
  type: K,
  detail: LeaderboardEventMap[K]['detail'],
  cancelable?: boolean,
) => boolean;

export interface NoticesPorts {
  send: Send;
  ownRankChanged(change: OwnRankChange): void;
}

/** Tells the page what changed on screen, each thing once. */
export class Notices {
  /** An error whose message the page took over by cancelling the event. */
  hushed: EngagementError | null = null;
  /** The rows that were on screen last. */
  page: BoardPage | null = null;
  readonly #ports: NoticesPorts;
  readonly #ownRank = new OwnRank();
  #state: LeaderboardState | null = null;
  #error: EngagementError | null = null;

  constructor(ports: NoticesPorts) {
    this.#ports = ports;
  }

  tell(shown: Shown): void {
    this.#tellState(shown);
    this.#tellError(shown);
    this.#tellRows(shown);
  }

  #tellState({ state }: Shown): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.#ports.send('engagement-state-change', { state, previous });
  }

  #tellError({ state, error }: Shown): void {
    if (error === this.#error) return;
    this.#error = error;
    if (!error || state === 'unavailable') return;
    const heard = this.#ports.send('engagement-error', { error, willRetry: error.retryable }, true);
    this.hushed = heard ? null : error;
  }

  #tellRows({ page, source }: Shown): void {
    const previous = this.page;
    if (page === previous) return;
    this.page = page;
    if (!page) return;
    if (!previous) this.#ports.send('engagement-load', { source, count: page.data.length });
    const change = this.#ownRank.take(page);
    if (!change) return;
    this.#ports.send('engagement-rank-change', change);
    this.#ports.ownRankChanged(change);
  }
}
