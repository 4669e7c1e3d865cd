import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { ENDPOINTS, type Endpoint } from '@engagement/contract';
import express, { type Express, type RequestHandler } from 'express';
import proxyAddress from 'proxy-addr';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Authenticate } from './credential.ts';
import { endpointHandler, type Gate } from './endpoint-handler.ts';
import { type HttpLog, replyWithProblem } from './errors.ts';
import { IN_FLIGHT_LIMITS, InFlight, type InFlightLimits } from './in-flight.ts';
import { close, createListener, listen } from './listener.ts';
import { meterRequests } from './meter.ts';
import { answerOtherMethods, noteMethods } from './other-methods.ts';
import { RATE_LIMITS, RateLimiter, type RateLimits } from './rate-limits.ts';
import { notesOf } from './reply.ts';
import type { Route } from './route.ts';
import { checkRoutes } from './route-check.ts';
import { SharedReplies } from './shared-replies.ts';

/** Pages and files that are no endpoints, under a path of their own. */
export interface Mount {
  readonly path: string;
  readonly handler: RequestHandler;
}

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  /** Those that the routes have to match; the contract's when left out. */
  readonly endpoints?: readonly Endpoint[];
  readonly authenticate: Authenticate;
  readonly log: HttpLog;
  /** Replaces single limits of `RATE_LIMITS`. */
  readonly rateLimits?: Partial<RateLimits>;
  readonly inFlightLimits?: Partial<InFlightLimits>;
  readonly telemetry?: Telemetry;
  /** From then on every reply ends its connection, so that callers go elsewhere. */
  readonly isDraining?: () => boolean;
  /** Proxies in front of the server, whose X-Forwarded-For is believed. */
  readonly trustedProxies?: number;
  readonly mounts?: readonly Mount[];
  /** A whole request has to arrive within this time. */
  readonly requestTimeoutMs?: number;
}

export interface HttpServer {
  readonly app: Express;
  readonly server: Server;
  /** Resolves with the port, which the system chooses for 0. */
  listen(port: number, host: string): Promise<number>;
  /** Stops accepting, lets what is in flight finish for `graceMs`, then cuts it. */
  close(graceMs?: number): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;
const GRACE_MS = 10_000;

/** The HTTP door: every endpoint of the contract, and nothing else under its paths. @throws when a route is missing */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  checkRoutes(options.routes, options.endpoints ?? ENDPOINTS);
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.set('query parser', false).set('trust proxy', options.trustedProxies ?? 0);
  const limiter = new RateLimiter({ ...RATE_LIMITS, ...options.rateLimits });
  const trusts = app.get('trust proxy fn') as (address: string, hops: number) => boolean;
  const shared = new SharedReplies(limiter, (request) => proxyAddress(request, trusts));
  const server = createListener(noted(options, shared.before(app)), options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  mountRoutes(app, { limiter, shared }, options);
  for (const { path, handler } of options.mounts ?? []) app.use(path, handler);
  app.use(() => {
    throw new ProblemError('not-found', 'There is nothing at this address.');
  });
  app.use(replyWithProblem(options.log));
  return {
    app,
    server,
    listen: (port, host) => listen(server, port, host),
    close: (graceMs = GRACE_MS) => close(server, graceMs),
  };
}

/** Every request is noted and counted, whoever answers it. */
function noted({ isDraining = () => false, telemetry, endpoints }: HttpServerOptions, answer: RequestListener) {
  const meter = telemetry && meterRequests(telemetry, endpoints ?? ENDPOINTS);
  return ((request, response) => {
    Object.assign(notesOf(response), { requestId: randomUUID(), isLast: isDraining });
    if (isDraining()) response.setHeader('Connection', 'close');
    meter?.(request, response);
    answer(request, response);
  }) satisfies RequestListener;
}

function mountRoutes(app: Express, given: Pick<Gate, 'limiter' | 'shared'>, options: HttpServerOptions): void {
  const inFlight = new InFlight({ ...IN_FLIGHT_LIMITS, ...options.inFlightLimits });
  options.telemetry?.gauge({ name: 'engagement_http_requests_in_flight', help: 'Requests in hand', labels: {} }, () => [
    [{}, inFlight.requests],
  ]);
  const gate = { ...given, authenticate: options.authenticate, inFlight };
  const methodsAt = new Map<string, Endpoint['method'][]>();
  for (const route of options.routes) {
    const path = route.endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app[route.endpoint.method](path, endpointHandler(route, gate));
    methodsAt.set(path, [...(methodsAt.get(path) ?? []), route.endpoint.method]);
  }
  for (const [path, methods] of methodsAt) app.all(path, noteMethods(methods));
  app.use(answerOtherMethods);
}
