import type { ActivityEventInput } from '@engagement/contract';
import { type Asset, CURRENCY } from './catalogue.ts';

/** Where the shop's live facts come from. */
export const SHOP_SOURCE = 'tessera/shop';

/** When and by whom. */
export interface Occasion {
  readonly id: string;
  readonly source: string;
  readonly time: Date;
  /** The acting user. */
  readonly subject: string;
}

type Sold = Pick<Asset, 'id' | 'creatorId' | 'price'>;

const fact = ({ time, ...occasion }: Occasion, type: string, data: Record<string, unknown>): ActivityEventInput => ({
  ...occasion,
  type,
  time: time.toISOString(),
  data,
});

const of = (asset: Sold) => ({ assetId: asset.id, creatorId: asset.creatorId });

export const downloaded = (occasion: Occasion, asset: Sold) => fact(occasion, 'asset.downloaded', of(asset));

export const viewed = (occasion: Occasion, asset: Sold) => fact(occasion, 'asset.viewed', of(asset));

export const bought = (occasion: Occasion, asset: Sold) =>
  fact(occasion, 'purchase.completed', { ...of(asset), amount: asset.price, currency: CURRENCY });

export const reviewed = (occasion: Occasion, asset: Sold, rating: number) =>
  fact(occasion, 'review.submitted', { ...of(asset), rating });

export const followed = (occasion: Occasion, creatorId: string) => fact(occasion, 'creator.followed', { creatorId });

/** Takes back a follow. */
export const unfollowed = (occasion: Occasion, followId: string): ActivityEventInput => ({
  ...fact(occasion, 'creator.unfollowed', {}),
  reverses: followId,
});

/** Takes back the whole of a purchase. */
export const refunded = (occasion: Occasion, purchaseId: string): ActivityEventInput => ({
  ...fact(occasion, 'purchase.refunded', {}),
  reverses: purchaseId,
});
