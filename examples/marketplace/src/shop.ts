import { signUserToken } from '@engagement/sdk/server';
import type express from 'express';
import { Actions } from './actions.ts';
import { createEngagement } from './engagement.ts';
import { Guests } from './guests.ts';
import { OrderBook } from './orders.ts';
import { createRatings } from './ratings.ts';
import { createRoutes } from './routes.ts';
import { concludeSeason, seed } from './seed.ts';
import { Traffic } from './traffic.ts';

export interface ShopOptions {
  /** Origin under which the shop's own server reaches the engagement server. */
  engagementUrl: string;
  /** Origin under which browsers see both: the shop stands in front of the engagement server. */
  publicUrl: string;
  publishableKey: string;
  /** With the scopes events:write, profiles:write, definitions:write and leaderboards:read. */
  secretKey: string;
  signingSecret: { id: string; secret: string };
  /** Key of the tenant: the audience of user tokens. */
  tenant: string;
}

export interface Shop {
  /** Everything under `/`; mount it after the engagement server's own paths. */
  handler: express.Router;
  /** Definitions, profiles and five weeks of activity. Safe to run again; rejects when the server refuses. */
  seed(): Promise<void>;
  /** Has the last season sealed, with its winners; when what `seed` sent is counted. Safe to run again. */
  concludeSeason(): Promise<void>;
  /** Starts the living traffic. */
  start(): void;
  /** Stops it, and resolves when the last batch is through. */
  stop(): Promise<void>;
}

/** Tessera, a market of digital assets: it uses nothing of the engagement server that its customers could not use. */
export function createShop(options: ShopOptions): Shop {
  const { engagementUrl, publicUrl, publishableKey, secretKey, signingSecret, tenant } = options;
  const engagement = createEngagement(engagementUrl, secretKey);
  const guests = new Guests(engagement, publicUrl);
  const orders = new OrderBook();
  const traffic = new Traffic(engagement, guests);
  const handler = createRoutes({
    publicUrl,
    embed: { script: '/cdn/v1/engagement.js', publishableKey, tokenUrl: '/api/engagement-token' },
    actions: new Actions(engagement, orders),
    guests,
    orders,
    signToken: (sub) => signUserToken({ sub, tenant }, { kid: signingSecret.id, secret: signingSecret.secret }),
    ratings: createRatings(engagement),
  });
  return {
    handler,
    seed: () => seed(engagement, publicUrl, new Date()),
    concludeSeason: () => concludeSeason(engagement, new Date()),
    start: () => traffic.start(),
    stop: () => traffic.stop(),
  };
}
