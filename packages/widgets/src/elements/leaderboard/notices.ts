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

/**
 * Tells the page what changed on screen, each thing once. True when a listener took over the error's message.
 * `willRetry` when the board will be asked for again by itself.
 */
export function tell(
  previous: Shown | null,
  { state, page, error, source }: Shown,
  send: Send,
  willRetry: boolean,
): boolean {
  if (state !== previous?.state) send('engagement-state-change', { state, previous: previous?.state ?? null });
  if (page && !previous?.page) send('engagement-load', { source, count: page.data.length });
  if (!error || error === previous?.error || state === 'unavailable' || state === 'signed-out') return false;
  return !send('engagement-error', { error, willRetry }, true);
}
