import type { Conduct } from '../conduct.ts';
import type { ModelSeason } from '../model.ts';
import type { Observer } from '../observer.ts';
import type { RedisObserver } from '../redis-observer.ts';
import type { Spectator } from '../spectator.ts';
import type { Shop } from '../workload.ts';

/** What a check looks at, while nothing moves. */
export interface Scene {
  readonly observer: Observer;
  readonly redis: RedisObserver;
  readonly conduct: Conduct;
  readonly shops: readonly ObservedShop[];
  /** The servers that answer now. */
  readonly urls: readonly string[];
  readonly processes: readonly ObservedProcess[];
  /** Those who watch boards now. */
  readonly spectators: () => readonly Spectator[];
  /** Boards of sealed seasons, as they were first seen. */
  readonly archives: Map<string, readonly string[]>;
  /** What was written past the front door, and has to be set aside: by topic and place, or into the log. */
  readonly poison: { readonly inTopics: Map<string, Set<string>>; inLog: number };
}

export interface ObservedShop {
  readonly shop: Shop;
  readonly tenantId: number;
  readonly topic: string;
  readonly seasons: readonly ModelSeason[];
}

/** A process of the product, as the system sees it. */
export interface ObservedProcess {
  readonly name: string;
  /** It ended although nobody ended it. */
  readonly unasked: readonly string[];
  /** What it logged since the last look. */
  readonly takeLog: () => string;
  readonly residentBytes: () => number | undefined;
}

/** An invariant: `check` answers with what breaks it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly check: (scene: Scene) => Promise<readonly string[]>;
}
