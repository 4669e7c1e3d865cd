import { z } from 'zod';
import { Currency, Decimal, ExternalId, identifier, Key, PositiveInteger, utf8Length } from '../http/fields.ts';

const MAX_PROPERTIES_BYTES = 16 * 1024;

/** A flat free map for filters and segments. */
export const Properties = z
  .record(identifier(64), z.union([z.string(), z.number(), z.boolean()]))
  .refine((map) => utf8Length(JSON.stringify(map)) <= MAX_PROPERTIES_BYTES, {
    error: 'must be at most 16 kB of JSON',
  })
  .meta({ id: 'Properties' });

const common = { properties: Properties.optional() };
const asset = { assetId: ExternalId, creatorId: ExternalId.optional() };
const url = z.string().max(2048);
const reason = z.string().max(512);

/** Integer minor units; an amount of zero is a free purchase. */
const money = { amount: z.int().nonnegative(), currency: Currency };
const moneyBack = { amount: PositiveInteger.optional(), currency: Currency.optional(), reason: reason.optional() };

export interface ActivityType {
  /** The shape of `data`. */
  readonly data: z.ZodObject;
  /** The types that an event of this type takes back; it must then name one of them. */
  readonly reverses?: readonly string[];
  /** A browser may send it. Everything else is a value event and needs a server. */
  readonly client?: true;
}

const define = (shape: z.ZodRawShape, rest: Omit<ActivityType, 'data'> = {}): ActivityType => ({
  data: z.strictObject({ ...shape, ...common }),
  ...rest,
});

/** The activity that every marketplace has. A tenant registers others with its own JSON Schema. */
export const ACTIVITY_TYPES: Readonly<Record<string, ActivityType>> = {
  'asset.downloaded': define({ ...asset, quantity: PositiveInteger.optional() }),
  'asset.published': define(asset),
  'asset.viewed': define(asset, { client: true }),
  'chargeback.won': define(moneyBack, { reverses: ['purchase.charged-back'] }),
  'creator.followed': define({ creatorId: ExternalId }),
  'creator.unfollowed': define({ creatorId: ExternalId.optional() }, { reverses: ['creator.followed'] }),
  'download.voided': define({ reason: reason.optional() }, { reverses: ['asset.downloaded'] }),
  'link.clicked': define({ url, ...asset, assetId: ExternalId.optional() }, { client: true }),
  'page.viewed': define({ url: url.optional(), title: z.string().max(512).optional() }, { client: true }),
  'purchase.charged-back': define(moneyBack, { reverses: ['purchase.completed'] }),
  'purchase.completed': define({
    ...asset,
    ...money,
    assetId: ExternalId.optional(),
    orderId: identifier(128).optional(),
    quantity: PositiveInteger.optional(),
  }),
  'purchase.refunded': define(moneyBack, { reverses: ['purchase.completed'] }),
  'review.submitted': define({ ...asset, rating: Decimal.min(0).max(10), reviewId: identifier(128).optional() }),
  'review.withdrawn': define({ reason: reason.optional() }, { reverses: ['review.submitted'] }),
  // Said by the server itself, once for each prize of each entry, when a season is sealed.
  'season.placed': define({
    board: Key,
    season: Key,
    prize: Key,
    name: z.string().min(1).max(120),
    rank: PositiveInteger,
    place: PositiveInteger,
    score: z.number(),
    creatorId: ExternalId.optional(),
    assetId: ExternalId.optional(),
    subjectId: ExternalId.optional(),
  }),
  'session.started': define({}, { client: true }),
  'user.signed-up': define({}),
};
