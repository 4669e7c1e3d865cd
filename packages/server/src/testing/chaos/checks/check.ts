import type { Conduct } from '../conduct.ts';
import { type ModelRow, type ModelSeason, numbersOf } from '../model.ts';
import type { FactRow, Observer } from '../observer.ts';
import type { RedisObserver } from '../redis-observer.ts';
import type { Spectator } from '../spectator.ts';
import type { Shop } from '../workload.ts';

/** A board of a sealed season, or a segment of it. */
export interface KeptArchive {
  /** Rank, id and score of each entry, in order. */
  readonly lines: readonly string[];
  readonly hash: string;
}

/** What there is to look at. */
export interface Surroundings {
  readonly observer: Observer;
  readonly redis: RedisObserver;
  readonly conduct: Conduct;
  readonly shops: readonly ObservedShop[];
  /** The servers that answer now. */
  readonly urls: readonly string[];
  readonly processes: readonly ObservedProcess[];
  /** Those who watch boards now. */
  readonly spectators: () => readonly Spectator[];
  /** Boards of sealed seasons, as they had to be when they were sealed. */
  readonly archives: Map<string, KeptArchive>;
  /** What processes held once they were warm, by pid. */
  readonly warmBytes: Map<number, number>;
  /** What was written past the front door, and has to be set aside: by topic and place, or into the log. */
  readonly poison: { readonly inTopics: Map<string, Set<string>>; inLog: number };
}

/** One look, while nothing moves: what many checks ask for is read once. */
export interface Scene extends Surroundings {
  readonly facts: (shop: ObservedShop) => Promise<readonly FactRow[]>;
  /** The numbers that have to follow from what is stored, by what was said. */
  readonly model: (shop: ObservedShop) => Promise<ReadonlyMap<string, ModelRow>>;
  /** Those of them that boards show. */
  readonly ranked: (shop: ObservedShop) => Promise<readonly ModelRow[]>;
}

export function lookAt(surroundings: Surroundings): Scene {
  const facts = once(({ tenantId }) => surroundings.observer.facts(tenantId));
  const model = once(async (observed) => {
    const { history, tenant } = observed.shop;
    const said = (await facts(observed)).flatMap(({ id }) => history.events.get(id)?.event ?? []);
    return numbersOf(said, tenant.zone, observed.seasons);
  });
  const ranked = once(async (observed) => observed.shop.absences.without((await model(observed)).values()));
  return { ...surroundings, facts, model, ranked };
}

function once<T>(read: (shop: ObservedShop) => Promise<T>): (shop: ObservedShop) => Promise<T> {
  const known = new Map<ObservedShop, Promise<T>>();
  return (shop) => {
    const found = known.get(shop) ?? read(shop);
    known.set(shop, found);
    return found;
  };
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
  readonly pid: number;
  /** How long it has lived since it was started last. */
  ageSeconds(): number;
  /** It ended although nobody ended it. */
  readonly unasked: string[];
  /** What it logged since the last look. */
  takeLog(): string;
  residentBytes(): number | undefined;
}

/** An invariant: `check` answers with what breaks it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly check: (scene: Scene) => Promise<readonly string[]>;
}
