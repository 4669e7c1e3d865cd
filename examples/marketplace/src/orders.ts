import type { Asset } from './catalogue.ts';

export interface Order {
  readonly purchaseId: string;
  readonly asset: Asset;
}

const MOST_VISITORS = 2_000;
const MOST_ORDERS = 50;

/** Who has bought what and not returned it. It lives in memory: a demo forgets at a restart, a shop has a database. */
export class OrderBook {
  readonly #byVisitor = new Map<string, Map<string, Order>>();

  of(visitorId: string): Order[] {
    return [...(this.#byVisitor.get(visitorId)?.values() ?? [])];
  }

  isFull(visitorId: string): boolean {
    return this.of(visitorId).length >= MOST_ORDERS;
  }

  add(visitorId: string, order: Order): void {
    const orders = this.#byVisitor.get(visitorId) ?? new Map<string, Order>();
    orders.set(order.purchaseId, order);
    this.#byVisitor.set(visitorId, orders);
    if (this.#byVisitor.size > MOST_VISITORS) this.#byVisitor.delete(this.#byVisitor.keys().next().value as string);
  }

  /** Removes and returns an order; undefined when the visitor has no such order for that asset. */
  take(visitorId: string, purchaseId: string, assetId: string): Order | undefined {
    const orders = this.#byVisitor.get(visitorId);
    const order = orders?.get(purchaseId);
    if (order?.asset.id !== assetId) return undefined;
    orders?.delete(purchaseId);
    return order;
  }
}
