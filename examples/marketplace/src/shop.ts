import type express from 'express';
import { Actions } from './actions.ts';
import { createEngagement } from './engagement.ts';
import { Guests } from './guests.ts';
import { OrderBook } from './orders.ts';
import { createRatings } from './ratings.ts';
import { createRoutes } from './routes.ts';
import { seed } from './seed.ts';
import { createTokenSigner } from './token.ts';
import { Traffic } from './traffic.ts';

export interface ShopOptions {
  /** Origin of the engagement server. */
  engagementUrl: string;
  /** Origin under which browsers see the shop. */
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
    engagementUrl,
    publicUrl,
    embed: { script: scriptUrl(engagementUrl, publicUrl), publishableKey, tokenUrl: '/api/engagement-token' },
    actions: new Actions(engagement, orders),
    guests,
    orders,
    signToken: createTokenSigner(tenant, signingSecret),
    ratings: createRatings(engagement),
  });
  return {
    handler,
    seed: () => seed(engagement, publicUrl, new Date()),
    start: () => traffic.start(),
    stop: () => traffic.stop(),
  };
}

/** Relative on one origin, so that the page works under every name of the machine. */
function scriptUrl(engagementUrl: string, publicUrl: string): string {
  const script = new URL('/cdn/v1/engagement.js', engagementUrl);
  return script.origin === new URL(publicUrl).origin ? script.pathname : script.href;
}
