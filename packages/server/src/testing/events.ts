/** Events of a marketplace, as its server sends them. What is left out has a plain value. */
interface Extra {
  readonly at?: string;
  readonly source?: string;
  readonly subject?: string;
}

const now = () => new Date().toISOString();

const event = (id: string, type: string, data: object, { at = now(), source = 'shop', subject }: Extra) => ({
  id,
  source,
  type,
  time: at,
  ...(subject !== undefined && { subject }),
  data,
});

/** Somebody bought from a creator; the amount is in minor units. */
export function purchase(
  id: string,
  amount: number,
  { creator = 'c1', currency = 'EUR', ...rest }: Extra & { creator?: string; currency?: string } = {},
) {
  return event(id, 'purchase.completed', { creatorId: creator, amount, currency }, { subject: 'u1', ...rest });
}

export function review(id: string, rating: number, { asset = 'a1', ...rest }: Extra & { asset?: string } = {}) {
  return event(id, 'review.submitted', { assetId: asset, rating }, { subject: 'u1', ...rest });
}

/** An event that takes back another; without an amount, all of it. */
export function reversal(
  type: string,
  id: string,
  reverses: string,
  amount?: number,
  { currency, ...rest }: Extra & { currency?: string } = {},
) {
  const data = { ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) };
  return { ...event(id, type, data, rest), reverses };
}

export const refund = (...rest: Parameters<typeof reversal> extends [string, ...infer Rest] ? Rest : never) =>
  reversal('purchase.refunded', ...rest);
