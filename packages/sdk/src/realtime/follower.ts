import type { BoardPage } from '@engagement/contract';
import type { EngagementError } from '../errors/engagement-error.ts';
import type { Followed, RealtimePorts } from './ports.ts';

const ASK_INTERVAL = 2000;
/** So that a whole audience does not ask in the same moment. */
const ASK_SPREAD = 1000;

/** Brings what a room tells to one board that somebody shows, and asks for what the room cannot tell. */
export class Follower {
  readonly #board: Followed;
  readonly #after: RealtimePorts['page']['after'];
  #cancelAsking: (() => void) | null = null;

  constructor(board: Followed, after: RealtimePorts['page']['after']) {
    this.#board = board;
    this.#after = after;
  }

  /** The watched rows as they are now; `meKnown` is false when they cannot tell about the caller's own entry. */
  page(page: BoardPage, meKnown: boolean): void {
    const { limit } = this.#board;
    const shown = this.#board.ports.state().page;
    if (limit !== null) this.#board.receive(cut(page, limit, shown, meKnown));
    if ((limit === null || !meKnown) && page.version !== shown?.version) this.#askSoon();
  }

  following(live: boolean): void {
    this.#board.ports.change({ live });
  }

  refused(error: EngagementError): void {
    this.#board.unfollow();
    if (error.code === 'board-unavailable') this.#board.ports.change({ status: 'error', error });
    // The page itself is good: it only does not move by itself.
    else this.#board.ports.report(error);
  }

  stop(): void {
    this.#cancelAsking?.();
    this.following(false);
  }

  #askSoon(): void {
    const { askedAt } = this.#board;
    const wait = Math.max(0, askedAt + ASK_INTERVAL - Date.now());
    this.#cancelAsking ??= this.#after(wait + Math.random() * ASK_SPREAD, () => {
      this.#cancelAsking = null;
      if (askedAt === this.#board.askedAt) void this.#board.load();
    });
  }
}

/** The first rows of the watched ones, as the query asked for them. The cursor stays the one of the last request. */
function cut(watched: BoardPage, limit: number, shown: BoardPage | null, meKnown: boolean): BoardPage {
  const me = meKnown ? watched.me : (shown?.me ?? null);
  const nextCursor = watched.total > limit ? (shown?.nextCursor ?? null) : null;
  return { ...watched, data: watched.data.slice(0, limit), me, nextCursor };
}
