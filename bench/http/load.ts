import autocannon from 'autocannon';
import type { Measured } from '../harness.ts';

/** Requests of one kind, as fast as the answers come back. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
  /** Behind the address, one after the other. */
  readonly paths?: readonly string[];
  /** Posts what this gives, another for each request. */
  readonly body?: () => string;
}

/** V8 compiles the last of a server's code after some ten thousand requests; what comes before tells little. */
const WARM_SECONDS = 30;

export async function warmUp(load: Omit<Load, 'seconds'>): Promise<void> {
  await put({ ...load, seconds: WARM_SECONDS });
}

/** @throws when an answer is not a 2xx */
export async function put({ url, headers, connections, seconds, paths = [''], body }: Load): Promise<Measured> {
  const { pathname } = new URL(url);
  let asked = 0;
  const result = await autocannon({
    url,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    method: body ? 'POST' : 'GET',
    connections,
    duration: seconds,
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          path: `${pathname}${paths[asked++ % paths.length]}`,
          ...(body && { body: body() }),
        }),
      },
    ],
  });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed at ${url}`);
  return { units: result.requests.total, seconds: result.duration };
}
