/** A purchase of which something can still be taken back. */
export interface OpenPurchase {
  readonly id: string;
  /** In UTC and of one length, so that texts compare as times do. */
  readonly time: string;
  /** Pence. */
  remaining: number;
}

/** A part of a cancellation, and the purchase that it takes back from. */
export interface Taken {
  readonly purchase: string;
  readonly amount: number;
}

/** What each customer's purchases still hold; one that is taken back whole is forgotten. */
export class OpenPurchases {
  readonly #byCustomer = new Map<string, OpenPurchase[]>();

  add(customer: string, purchase: OpenPurchase): void {
    const open = this.#byCustomer.get(customer);
    if (open) open.push(purchase);
    else this.#byCustomer.set(customer, [purchase]);
  }

  /**
   * Takes up to `amount` from a customer's purchases before `time`: from the newest first, of one minute the one that
   * stands later in the file.
   */
  take(customer: string, time: string, amount: number): Taken[] {
    const open = this.#byCustomer.get(customer) ?? [];
    const newestFirst = open.filter((purchase) => purchase.time < time).reverse();
    newestFirst.sort((a, b) => compare(b.time, a.time));
    const taken: Taken[] = [];
    let left = amount;
    for (const purchase of newestFirst) {
      if (left === 0) break;
      const part = Math.min(left, purchase.remaining);
      purchase.remaining -= part;
      left -= part;
      taken.push({ purchase: purchase.id, amount: part });
    }
    const rest = open.filter(({ remaining }) => remaining > 0);
    this.#byCustomer.set(customer, rest);
    return taken;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
