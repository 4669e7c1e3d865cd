import type { ActivityEventInput } from '@engagement/contract';
import { ASSETS, type Asset, CREATORS } from './catalogue.ts';
import { bought, downloaded, followed, type Occasion, refunded, reviewed, unfollowed } from './facts.ts';
import { CUSTOMERS } from './people.ts';
import { nextToScore } from './race.ts';
import { pick, type Random, seededRandom } from './random.ts';

const SOURCE = 'tessera/history';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** The doors open on Monday with a rush, so that no week starts with empty boards. */
const RUSH = { events: 300, within: 5 * MINUTE };
const STEADY = { events: 100 };

/** A step of revenue, in minor units: the usual price of an asset. */
const USUAL_PRICE = 2_400;

/**
 * Monday 00:00 UTC of the week of an instant. The tenant's week in Lisbon starts then or an hour before,
 * so what happens in a week of the history stays in one week of the boards.
 */
export function startOfWeek(instant: Date): Date {
  const midnight = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), instant.getUTCDate());
  return new Date(midnight - ((instant.getUTCDay() + 6) % 7) * DAY);
}

/** A whole week of the market's life, in order of time: the same Monday gives the same facts with the same ids. */
export function weekOfHistory(monday: Date): ActivityEventInput[] {
  const week = monday.toISOString().slice(0, 10);
  const market = new Market(week);
  const facts = market.times(monday.getTime()).flatMap((time) => market.happens(time));
  return facts.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** The middle field stays together; the leaders and those behind it come and go with the taste of the week, 0 to 1. */
function wantedIn(appeal: number, taste: number): number {
  if (appeal > 1) return appeal * (0.9 + 0.5 * taste);
  return appeal < 1 ? Math.min(1, appeal * (0.5 + taste)) : appeal;
}

/** One week while it is being told: who has how many downloads and sales so far. */
class Market {
  readonly #random: Random;
  readonly #week: string;
  readonly #downloads = new Map<string, number>();
  readonly #revenue = new Map<string, number>();
  /** The share of the downloads that each asset tends to in this week. */
  readonly #wanted: ReadonlyMap<string, number>;
  #count = 0;

  constructor(week: string) {
    this.#week = week;
    this.#random = seededRandom(`tessera, week of ${week}`);
    const taste = seededRandom(`tessera, taste of the week of ${week}`);
    this.#wanted = new Map(ASSETS.map(({ id, appeal }) => [id, wantedIn(appeal, taste())]));
  }

  /** When things happen: a rush at the start, then days that are busiest in the afternoon. */
  times(start: number): number[] {
    const rush = Array.from({ length: RUSH.events }, () => start + this.#random() * RUSH.within);
    const days = Array.from({ length: 7 * STEADY.events }, (_, index) => {
      const hour = 6 + 17 * ((this.#random() + this.#random()) / 2);
      return start + Math.floor(index / STEADY.events) * DAY + hour * HOUR;
    });
    return [...rush, ...days].map(Math.floor).sort((a, b) => a - b);
  }

  happens(time: number): ActivityEventInput[] {
    const roll = this.#random();
    if (roll < 0.72) return [downloaded(this.#occasion(time), this.#nextDownload())];
    if (roll < 0.92) return this.#sale(time);
    if (roll < 0.94) return this.#follow(time);
    const asset = pick(ASSETS, this.#random);
    return [reviewed(this.#occasion(time), asset, this.#stars(asset))];
  }

  #sale(time: number): ActivityEventInput[] {
    const asset = this.#nextSale();
    const purchase = bought(this.#occasion(time), asset);
    if (this.#random() >= 0.04) return [purchase];
    const later = time + (1 + this.#random() * 30) * HOUR;
    return [purchase, refunded(this.#occasion(later), purchase.id)];
  }

  /** Some think better of it. */
  #follow(time: number): ActivityEventInput[] {
    const follow = followed(this.#occasion(time), pick(CREATORS, this.#random).id);
    if (this.#random() >= 0.2) return [follow];
    const { id, source, time: later } = this.#occasion(time + this.#random() * DAY);
    return [follow, unfollowed({ id, source, time: later, subject: follow.subject ?? '' }, follow.id)];
  }

  #nextDownload(): Asset {
    const contenders = ASSETS.map(({ id, appeal }) => ({
      id,
      share: this.#wanted.get(id) ?? appeal,
      score: this.#downloads.get(id) ?? 0,
    }));
    const id = nextToScore(contenders, 1, this.#random);
    this.#downloads.set(id, (this.#downloads.get(id) ?? 0) + 1);
    return ASSETS.find((asset) => asset.id === id) as Asset;
  }

  #nextSale(): Asset {
    const contenders = CREATORS.map(({ id, sales }) => ({ id, share: sales, score: this.#revenue.get(id) ?? 0 }));
    const id = nextToScore(contenders, USUAL_PRICE, this.#random);
    const asset = ASSETS.find(({ creatorId }) => creatorId === id) as Asset;
    this.#revenue.set(id, (this.#revenue.get(id) ?? 0) + asset.price);
    return asset;
  }

  #stars({ quality }: Asset): number {
    return Math.min(5, Math.max(1, Math.round(quality + (this.#random() + this.#random() - 1) * 1.6)));
  }

  #occasion(time: number): Occasion {
    this.#count += 1;
    const id = `${this.#week}-${String(this.#count).padStart(4, '0')}`;
    return { id, source: SOURCE, time: new Date(time), subject: pick(CUSTOMERS, this.#random).id };
  }
}
