import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createShop } from '../shop.ts';

export const SIGNING_SECRET = 'ss_test_a-signing-secret-of-at-least-32-bytes';

/** Serves a shop on a free port, in front of the engagement server at an address. */
export async function openShop(engagementUrl: string) {
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { publishableKey: 'pk_test_"1', secretKey: 'sk_test_1', tenant: 'tessera' };
  const signingSecret = { id: 'sig_1', secret: SIGNING_SECRET };
  app.use(createShop({ engagementUrl, publicUrl, ...keys, signingSecret }).handler);
  return { url: publicUrl, close: () => server.close().closeAllConnections() };
}
