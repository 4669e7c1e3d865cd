import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ActivityEventInput } from '@engagement/contract';
import { z } from 'zod';
import { type Asset, assetsById } from './catalogue.ts';
import { type Engagement, EngagementFailure } from './engagement.ts';
import { bought, downloaded, refunded, SHOP_SOURCE } from './facts.ts';
import type { OrderBook } from './orders.ts';
import { CUSTOMERS } from './people.ts';
import { Refusal } from './refusal.ts';
import type { Visitor } from './visitor.ts';
import { type BoardKey, movement, type Place, price } from './words.ts';

const Id = z.string().min(1).max(128);

/** The body of `POST /api/actions`. */
export const Action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('download'), assetId: Id }),
  z.strictObject({ action: z.literal('buy'), assetId: Id }),
  z.strictObject({ action: z.literal('refund'), assetId: Id, purchaseId: Id }),
]);
export type Action = z.infer<typeof Action>;

/** Its reply: what was done and what the board made of it, in words, and the order to return, if any is left. */
export interface Outcome {
  readonly done: string;
  readonly board: string;
  readonly purchaseId: string | null;
}

const LOOK_AGAIN = 150;
const GIVE_UP = 4_000;

/** Carries out what a visitor does: sends the fact with the shop's secret key and reads the board before and after. */
export class Actions {
  readonly #engagement: Engagement;
  readonly #orders: OrderBook;

  constructor(engagement: Engagement, orders: OrderBook) {
    this.#engagement = engagement;
    this.#orders = orders;
  }

  /** Throws a {@link Refusal} for what a visitor may not do, and when the engagement server does not answer. */
  async perform(visitor: Visitor, action: Action): Promise<Outcome> {
    const asset = action.assetId === visitor.asset.id ? visitor.asset : assetsById.get(action.assetId);
    if (!asset) throw new Refusal(404, 'There is no such asset.');
    if (action.action === 'download') return this.#download(visitor, asset);
    if (action.action === 'buy') return this.#buy(visitor, asset);
    return this.#refund(visitor, asset, action.purchaseId);
  }

  async #download(visitor: Visitor, asset: Asset): Promise<Outcome> {
    const board = await this.#send(
      downloaded(occasion(visitor, asset), asset),
      'weekly-downloads',
      asset.id,
      asset.name,
    );
    const done = isOwn(visitor, asset) ? `A customer downloaded your ${asset.name}.` : `You downloaded ${asset.name}.`;
    return { done, board, purchaseId: this.#openOrder(visitor, asset) };
  }

  async #buy(visitor: Visitor, asset: Asset): Promise<Outcome> {
    if (asset.price === 0) throw new Refusal(409, `${asset.name} is free: download it.`);
    const own = isOwn(visitor, asset);
    if (!own && this.#openOrder(visitor, asset)) throw new Refusal(409, `You have bought ${asset.name} already.`);
    if (this.#orders.isFull(visitor.id)) throw new Refusal(409, 'Please return something before you buy more.');
    const purchase = bought(occasion(visitor, asset), asset);
    this.#orders.add(visitor.id, { purchaseId: purchase.id, asset });
    const board = await this.#sendSale(visitor, asset, purchase).catch((error: unknown) => {
      this.#orders.take(visitor.id, purchase.id, asset.id);
      throw error;
    });
    const done = `${own ? 'A customer bought your' : 'You bought'} ${asset.name} for ${price(asset.price)}.`;
    return { done, board, purchaseId: purchase.id };
  }

  async #refund(visitor: Visitor, asset: Asset, purchaseId: string): Promise<Outcome> {
    const order = this.#orders.take(visitor.id, purchaseId, asset.id);
    if (!order) throw new Refusal(404, 'You have no such purchase.');
    // The id follows from the purchase: however often this is tried, it is returned once.
    const fact = refunded({ ...occasion(visitor, asset), id: `refund-${purchaseId}` }, purchaseId);
    const board = await this.#sendSale(visitor, asset, fact).catch((error: unknown) => {
      this.#orders.add(visitor.id, order);
      throw error;
    });
    const who = isOwn(visitor, asset) ? 'The customer' : 'You';
    const done = `${who} returned ${asset.name} and got ${price(asset.price)} back.`;
    return { done, board, purchaseId: this.#openOrder(visitor, asset) };
  }

  #openOrder(visitor: Visitor, asset: Asset): string | null {
    return this.#orders.of(visitor.id).findLast((order) => order.asset.id === asset.id)?.purchaseId ?? null;
  }

  #sendSale(visitor: Visitor, asset: Asset, fact: ActivityEventInput): Promise<string> {
    const name = isOwn(visitor, asset) ? 'you' : asset.creatorName;
    return this.#send(fact, 'top-creators', asset.creatorId, name);
  }

  /** Sends a fact and says how the board moved. */
  async #send(fact: ActivityEventInput, board: BoardKey, id: string, name: string): Promise<string> {
    const before = await this.#engagement.entry(board, id).catch(unreachable);
    await this.#engagement.sendEvents([fact]).catch(unreachable);
    // From here on the fact is recorded, whether the board can be read or not.
    const after = await this.#placeAfter(before, board, id).catch(() => before);
    return movement(board, name, before, after);
  }

  /** The board counts a moment later: look until the score differs. */
  async #placeAfter(before: Place | null, board: BoardKey, id: string): Promise<Place | null> {
    const deadline = Date.now() + GIVE_UP;
    for (;;) {
      await pause(LOOK_AGAIN);
      const now = await this.#engagement.entry(board, id);
      if (now?.score !== before?.score || Date.now() > deadline) return now;
    }
  }
}

function unreachable(error: unknown): never {
  if (!(error instanceof EngagementFailure)) throw error;
  throw new Refusal(503, 'The engagement server does not answer just now. Please try again in a moment.', error);
}

const isOwn = (visitor: Visitor, asset: Asset) => asset.creatorId === visitor.id;

/** Nobody buys from themselves: what happens to the visitor's own asset is done by one of the market's customers. */
function occasion(visitor: Visitor, asset: Asset) {
  const id = randomUUID();
  const customer = CUSTOMERS[Number.parseInt(id.slice(0, 4), 16) % CUSTOMERS.length]?.id ?? visitor.id;
  return { id, source: SHOP_SOURCE, time: new Date(), subject: isOwn(visitor, asset) ? customer : visitor.id };
}
