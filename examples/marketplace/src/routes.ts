import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express';
import { Action, type Actions } from './actions.ts';
import { paced, sameOriginJson } from './guard.ts';
import type { Guests } from './guests.ts';
import { pageHeaders } from './headers.ts';
import type { OrderBook } from './orders.ts';
import type { Embed } from './page/embed.ts';
import { storefront } from './page/storefront.ts';
import type { Ratings } from './ratings.ts';
import { Refusal } from './refusal.ts';
import { currentVisitor, visitorFor } from './session.ts';
import { tileArt } from './tiles.ts';

export interface RouteParts {
  readonly publicUrl: string;
  readonly embed: Embed;
  readonly actions: Actions;
  readonly guests: Guests;
  readonly orders: OrderBook;
  readonly signToken: (userId: string) => Promise<string>;
  readonly ratings: () => Promise<Ratings>;
}

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
const MAX_AGE = 5 * 60_000;
/** How long a page waits for a new visitor to get their place on the boards. */
const WELCOME_WITHIN = 3_000;

/** All that Tessera serves. */
export function createRoutes(parts: RouteParts): express.Router {
  const router = express.Router();
  router.get('/', pageHeaders(parts.publicUrl), servePage(parts));
  router.get('/api/engagement-token', serveToken(parts));
  router.post(
    '/api/actions',
    sameOriginJson(parts.publicUrl),
    paced(),
    express.json({ limit: '4kb' }),
    serveAction(parts),
  );
  router.get('/images/tiles/:seed.svg', serveTiles);
  router.use(express.static(PUBLIC, { index: false, maxAge: MAX_AGE, setHeaders: secureFile }));
  router.use(answerErrors);
  return router;
}

function servePage({ publicUrl, embed, orders, ratings }: RouteParts): RequestHandler {
  const secure = publicUrl.startsWith('https:');
  return async (request, response) => {
    const visitor = visitorFor(request, response, secure);
    const kind = typeof request.query.kind === 'string' ? request.query.kind : undefined;
    const now = new Date();
    const page = storefront({ visitor, kind, orders: orders.of(visitor.id), ratings: await ratings(), embed, now });
    response.set('cache-control', 'no-store').type('html').send(page);
  };
}

function serveToken({ guests, signToken }: RouteParts): RequestHandler {
  return async (request, response) => {
    const visitor = currentVisitor(request);
    if (!visitor) throw new Refusal(401, 'Open the shop first.');
    // A visitor who cannot be introduced yet may still look around.
    const welcome = guests
      .welcome(visitor)
      .catch((error: unknown) => console.warn(`Tessera has a visitor who is not on the boards yet: ${error}`));
    await Promise.race([welcome, new Promise((resolve) => setTimeout(resolve, WELCOME_WITHIN).unref())]);
    response
      .set('cache-control', 'no-store')
      .type('text')
      .send(await signToken(visitor.id));
  };
}

function serveAction({ actions }: RouteParts): RequestHandler {
  return async (request, response) => {
    const visitor = currentVisitor(request);
    if (!visitor) throw new Refusal(401, 'Open the shop first.');
    const { data, error } = Action.safeParse(request.body);
    if (error) throw new Refusal(400, `That is not an action: ${error.issues[0]?.message ?? 'unknown'}`);
    response.set('cache-control', 'no-store').json(await actions.perform(visitor, data));
  };
}

const serveTiles: RequestHandler<{ seed: string }> = ({ params: { seed } }, response) => {
  if (!/^[\w-]{1,64}$/.test(seed)) throw new Refusal(404, 'There is no such picture.');
  secureFile(response);
  response.set('cache-control', 'public, max-age=86400').type('image/svg+xml').send(tileArt(seed));
};

/** A picture that is opened by itself can load and run nothing. */
function secureFile(response: Pick<Response, 'setHeader'>): void {
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'self'; sandbox");
  response.setHeader('x-content-type-options', 'nosniff');
}

const answerErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status: number = error instanceof Refusal ? error.status : (error?.status ?? 500);
  const unforeseen = status >= 500 && !(error instanceof Refusal);
  if (unforeseen) console.error(error);
  const detail = unforeseen ? 'Something went wrong in the shop.' : error.message;
  response.status(status).type('application/problem+json').send(JSON.stringify({ status, detail }));
};
