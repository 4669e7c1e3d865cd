import { ENDPOINTS, type Endpoint } from '@engagement/contract';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../platform/http/http-server.ts';
import type { RateLimits } from '../platform/http/rate-limits.ts';
import type { Route } from '../platform/http/route.ts';

const FREE = { points: 1_000_000, seconds: 1 };

/** Limits that no test meets by accident. */
export const NO_LIMITS: RateLimits = {
  publishableKey: FREE,
  publishableKeyInNetwork: FREE,
  userWrites: FREE,
  userReads: FREE,
  secretKey: FREE,
  browserEvents: FREE,
  failedCredentials: FREE,
};

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export interface TestServer {
  readonly http: HttpServer;
  readonly url: string;
  readonly port: number;
  readonly log: LogLine[];
}

/** Starts a server on a free port; the log is kept. Close `http` afterwards. */
export async function startTestServer(options: Omit<HttpServerOptions, 'log'>): Promise<TestServer> {
  const log: LogLine[] = [];
  const note = (level: LogLine['level']) => (fields: object, message: string) =>
    void log.push({ level, fields: fields as LogLine['fields'], message });
  const http = createHttpServer({
    ...options,
    rateLimits: { ...NO_LIMITS, ...options.rateLimits },
    log: { warn: note('warn'), error: note('error') },
  });
  const port = await http.listen(0, '127.0.0.1');
  return { http, port, url: `http://127.0.0.1:${port}`, log };
}

/** Routes for the endpoints that `routes` leaves out, each answered by `handle`. */
export function standInRoutes(routes: readonly Route[], handle: (endpoint: Endpoint) => Route['handle']): Route[] {
  const missing = ENDPOINTS.filter((endpoint) => !routes.some((route) => route.endpoint === endpoint));
  return missing.map((endpoint) => ({ endpoint, handle: handle(endpoint) }));
}
