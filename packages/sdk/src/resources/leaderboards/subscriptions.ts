import type { BoardPage } from '@engagement/contract';
import { after } from '../../environment.ts';
import type { EngagementError } from '../../errors/engagement-error.ts';
import type { Follow, Follower } from '../../realtime/ports.ts';
import type { BoardQuery, BoardState } from '../../types.ts';
import { DEFAULT_LIMIT, queryKey, watchOf } from './board-query.ts';
import { cut, failed, loading, received } from './leaderboards.store.ts';

export interface SubscriptionPorts {
  fetchPage(board: string, query: BoardQuery): Promise<BoardPage>;
  read(key: string): BoardState;
  write(key: string, state: BoardState): void;
  /** Undefined where there is no realtime. */
  follow: Follow | undefined;
}

interface Subscription {
  readonly key: string;
  readonly board: string;
  readonly query: BoardQuery;
  subscribers: number;
  liveSubscribers: number;
  unfollow: (() => void) | null;
  /** A refetch that is planned. */
  cancelRefetch: (() => void) | null;
  fetchedAt: number;
}

export interface Subscriptions {
  /** Counts a subscriber in, and returns how to count it out. */
  add(board: string, query: BoardQuery, live: boolean): () => void;
  /** Loads a query into the store; what goes wrong is there too. */
  refresh(board: string, query: BoardQuery): Promise<void>;
  reload(): void;
  close(): void;
}

/** A page that takes an element out and puts it back must not cost a request. */
const GRACE = 1000;
const REFETCH_INTERVAL = 2000;
/** So that a whole audience does not ask in the same moment. */
const REFETCH_SPREAD = 1000;

export function createSubscriptions({ fetchPage, read, write, follow }: SubscriptionPorts): Subscriptions {
  const subscriptions = new Map<string, Subscription>();

  async function load(board: string, query: BoardQuery): Promise<void> {
    const key = queryKey(board, query);
    write(key, loading(read(key)));
    try {
      const page = await fetchPage(board, query);
      write(key, received(read(key), page, Date.now()));
    } catch (error) {
      // Called off means that the user changed, and the next load is already under way.
      if ((error as EngagementError).code !== 'aborted') write(key, failed(read(key), error as EngagementError));
    }
  }

  function fetchNow(subscription: Subscription): void {
    subscription.cancelRefetch?.();
    subscription.cancelRefetch = null;
    subscription.fetchedAt = Date.now();
    void refresh(subscription.board, subscription.query);
  }

  async function refresh(board: string, query: BoardQuery): Promise<void> {
    await load(board, query);
    const subscription = subscriptions.get(queryKey(board, query));
    // A board that was unavailable may be back.
    if (subscription && read(subscription.key).status === 'ready') followIfLive(subscription);
  }

  function fetchSoon(subscription: Subscription): void {
    const wait = Math.max(0, subscription.fetchedAt + REFETCH_INTERVAL - Date.now());
    subscription.cancelRefetch ??= after(wait + Math.random() * REFETCH_SPREAD, () => fetchNow(subscription));
  }

  function followIfLive(subscription: Subscription): void {
    if (!follow || subscription.unfollow || subscription.liveSubscribers === 0) return;
    subscription.unfollow = follow(watchOf(subscription.board, subscription.query), followerOf(subscription));
  }

  function followerOf(subscription: Subscription): Follower {
    const { key, query } = subscription;
    return {
      page(page, meKnown) {
        const state = read(key);
        if (query.around === undefined)
          write(key, received(state, cut(page, query.limit ?? DEFAULT_LIMIT, state.page, meKnown), Date.now()));
        if (query.around !== undefined || !meKnown) fetchSoon(subscription);
      },
      stale: () => fetchSoon(subscription),
      following: (live) => write(key, { ...read(key), live }),
      refused(error) {
        unfollow(subscription);
        write(key, failed(read(key), error));
      },
    };
  }

  function unfollow(subscription: Subscription): void {
    subscription.unfollow?.();
    subscription.unfollow = null;
  }

  function create(board: string, query: BoardQuery): Subscription {
    const key = queryKey(board, query);
    const counts = { subscribers: 0, liveSubscribers: 0, fetchedAt: 0 };
    const subscription = { key, board, query: { ...query }, unfollow: null, cancelRefetch: null, ...counts };
    subscriptions.set(key, subscription);
    fetchNow(subscription);
    return subscription;
  }

  function remove(subscription: Subscription): void {
    if (subscription.liveSubscribers === 0) unfollow(subscription);
    if (subscription.subscribers > 0 || subscriptions.get(subscription.key) !== subscription) return;
    subscription.cancelRefetch?.();
    subscriptions.delete(subscription.key);
  }

  return {
    add(board, query, live) {
      const subscription = subscriptions.get(queryKey(board, query)) ?? create(board, query);
      subscription.subscribers++;
      if (live) subscription.liveSubscribers++;
      followIfLive(subscription);
      let counted = true;
      return () => {
        if (!counted) return;
        counted = false;
        after(GRACE, () => {
          subscription.subscribers--;
          if (live) subscription.liveSubscribers--;
          remove(subscription);
        });
      };
    },
    refresh,
    reload: () => subscriptions.forEach(fetchNow),
    close() {
      for (const subscription of subscriptions.values()) {
        unfollow(subscription);
        subscription.cancelRefetch?.();
      }
      subscriptions.clear();
    },
  };
}
