import { randomUUID } from 'node:crypto';
import type { ActivityEventInput } from '@engagement/contract';
import { ASSETS, type Asset, CREATORS } from './catalogue.ts';
import type { Engagement } from './engagement.ts';
import { bought, downloaded, followed, type Occasion, refunded, reviewed, SHOP_SOURCE, viewed } from './facts.ts';
import type { Guests } from './guests.ts';
import { CUSTOMERS } from './people.ts';
import { type Contender, nextToScore } from './race.ts';
import { pick } from './random.ts';

const BEAT = 1_000;
/** How many of each kind happen in a beat, on average. */
const PACE = { views: 2, downloads: 0.4, sales: 0.12, reviews: 0.04, refunds: 0.006, follows: 0.03 };
const USUAL_PRICE = 2_400;
const READ_BOARDS_EVERY = 5;
const MOST_REMEMBERED = 20;

/** The living market: customers who look, download, buy, review and sometimes return, a few times a second. */
export class Traffic {
  readonly #engagement: Engagement;
  readonly #guests: Guests;
  readonly #scores = new Map<string, number>();
  #recentPurchases: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #beats = 0;
  #quiet = false;

  constructor(engagement: Engagement, guests: Guests) {
    this.#engagement = engagement;
    this.#guests = guests;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#running ??= this.#beat().finally(() => {
        this.#running = undefined;
      });
    }, BEAT);
  }

  /** Resolves when the last batch is through. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  async #beat(): Promise<void> {
    try {
      if (this.#beats % READ_BOARDS_EVERY === 0) await this.#readBoards();
      this.#beats += 1;
      await this.#engagement.sendEvents(this.#happenings());
      this.#quiet = false;
    } catch (error) {
      if (!this.#quiet) console.warn(`Tessera's traffic waits: ${error instanceof Error ? error.message : error}`);
      this.#quiet = true;
      this.#beats = 0;
    }
  }

  async #readBoards(): Promise<void> {
    const boards = await Promise.all([this.#engagement.top('weekly-downloads'), this.#engagement.top('top-creators')]);
    this.#scores.clear();
    for (const { id, score } of boards.flat()) this.#scores.set(id, score);
  }

  #happenings(): ActivityEventInput[] {
    return [
      ...times(PACE.views, () => viewed(occasion(), pick(this.#assets(), Math.random))),
      ...times(PACE.downloads, () => this.#download()),
      ...times(PACE.sales, () => this.#sale()),
      ...times(PACE.reviews, () => review()),
      ...times(PACE.follows, () => followed(occasion(), pick(CREATORS, Math.random).id)),
      ...times(PACE.refunds, () => this.#refund()).filter((fact) => fact !== null),
    ];
  }

  #download(): ActivityEventInput {
    const assets = this.#assets();
    const asset = this.#next(
      assets,
      ({ id }) => id,
      ({ appeal }) => appeal,
      1,
    );
    this.#score(asset.id, 1);
    return downloaded(occasion(), asset);
  }

  #sale(): ActivityEventInput {
    const sales = new Map(CREATORS.map((creator) => [creator.id, creator.sales]));
    const asset = this.#next(
      this.#assets(),
      ({ creatorId }) => creatorId,
      ({ creatorId }) => sales.get(creatorId) ?? 1,
      USUAL_PRICE,
    );
    this.#score(asset.creatorId, asset.price);
    const purchase = bought(occasion(), asset);
    this.#recentPurchases = [...this.#recentPurchases, purchase.id].slice(-MOST_REMEMBERED);
    return purchase;
  }

  #refund(): ActivityEventInput | null {
    const purchaseId = this.#recentPurchases.shift();
    return purchaseId === undefined ? null : refunded(occasion(), purchaseId);
  }

  #assets(): Asset[] {
    return [...ASSETS, ...this.#guests.present().map(({ asset }) => asset)];
  }

  #next(assets: Asset[], id: (asset: Asset) => string, share: (asset: Asset) => number, step: number): Asset {
    const contenders = assets.map<Contender>((asset) => ({
      id: asset.id,
      share: share(asset),
      score: this.#scores.get(id(asset)) ?? 0,
    }));
    const winner = nextToScore(contenders, step, Math.random);
    return assets.find((asset) => asset.id === winner) ?? pick(assets, Math.random);
  }

  #score(id: string, points: number): void {
    this.#scores.set(id, (this.#scores.get(id) ?? 0) + points);
  }
}

/** Makes as many as happen in a beat: 0.4 is one in two beats out of five. */
function times<T>(average: number, make: () => T): T[] {
  const count = Math.floor(average + Math.random());
  return Array.from({ length: count }, make);
}

function occasion(): Occasion {
  return { id: randomUUID(), source: SHOP_SOURCE, time: new Date(), subject: pick(CUSTOMERS, Math.random).id };
}

function review(): ActivityEventInput {
  const asset = pick(ASSETS, Math.random);
  return reviewed(occasion(), asset, Math.min(5, Math.max(1, Math.round(asset.quality + Math.random() * 2 - 1))));
}
