import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../../kernel/problem-error.ts';
import { hasBody } from './body.ts';

export interface InFlightLimits {
  readonly requests: number;
  /** A body takes some five times its size once it is parsed. */
  readonly bodyBytes: number;
}

/** More than that at once is a queue, and a queue in memory only makes everyone late. */
export const IN_FLIGHT_LIMITS: InFlightLimits = { requests: 2000, bodyBytes: 64 * 1024 * 1024 };

/** What the server has in hand at once: bounded, so that engines that are slow fill no memory. */
export class InFlight {
  readonly #limits: InFlightLimits;
  #requests = 0;
  #bytes = 0;

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Takes a request in hand; call what is returned when it is done. @throws ProblemError `service-unavailable` */
  enter(bodyBytes: number): () => void {
    const { requests, bodyBytes: most } = this.#limits;
    if (this.#requests >= requests || (this.#bytes > 0 && this.#bytes + bodyBytes > most)) {
      throw new ProblemError('service-unavailable', 'The server has its hands full.', {
        headers: { 'Retry-After': '1' },
      });
    }
    this.#requests += 1;
    this.#bytes += bodyBytes;
    return () => {
      this.#requests -= 1;
      this.#bytes -= bodyBytes;
    };
  }
}

/** The bytes that a body will take: what it says of itself, or the most that it may be when that says little. */
export function announcedBytes(request: IncomingMessage, limit: number): number {
  if (!hasBody(request)) return 0;
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  return length === undefined || encoding !== 'identity' ? limit : Math.min(Number(length), limit);
}
