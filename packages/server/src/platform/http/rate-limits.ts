import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';

/** So many points in so many seconds; unused ones are not carried over. */
export interface RateLimit {
  readonly points: number;
  readonly seconds: number;
}

/** Requests, but for `browserEvents`, which counts events. A burst is a longer span at the same rate. */
export const RATE_LIMITS = {
  publishableKey: { points: 200, seconds: 4 },
  publishableKeyInNetwork: { points: 50, seconds: 5 },
  userWrites: { points: 25, seconds: 5 },
  userReads: { points: 50, seconds: 5 },
  secretKey: { points: 500, seconds: 1 },
  /** Per publishable key, and per user. */
  browserEvents: { points: 1000, seconds: 5 },
  /** Per network. Only failures wait: a good credential from the same network goes on. */
  failedCredentials: { points: 20, seconds: 60 },
} as const satisfies Record<string, RateLimit>;

export type RateLimits = Readonly<Record<keyof typeof RATE_LIMITS, RateLimit>>;

type Name = keyof RateLimits;

/** Counts in this process's memory: with several processes each allows the whole limit. */
export class RateLimiter {
  readonly #limiters: Record<Name, RateLimiterMemory>;

  constructor(limits: RateLimits) {
    const limiters = Object.entries(limits).map(([name, { points, seconds }]) => [
      name,
      new RateLimiterMemory({ points, duration: seconds, keyPrefix: '' }),
    ]);
    this.#limiters = Object.fromEntries(limiters) as Record<Name, RateLimiterMemory>;
  }

  /** A request of a caller, or what is worth `count` of them. @throws ProblemError `rate-limited` */
  async request(caller: KnownCaller, address: string, writes: boolean, count = 1): Promise<void> {
    const holder = holderOf(caller);
    if (caller.kind === 'secret') return this.#consume('secretKey', holder, count);
    if (caller.kind === 'user') return this.#consume(writes ? 'userWrites' : 'userReads', holder, count);
    await this.#consume('publishableKeyInNetwork', `${holder} ${networkOf(address)}`, count);
    await this.#consume('publishableKey', holder, count);
  }

  /** Events of a browser. @throws ProblemError `rate-limited` */
  async events(caller: KnownCaller, count: number): Promise<void> {
    if (caller.kind !== 'secret') await this.#consume('browserEvents', holderOf(caller), count);
  }

  /** A credential that was refused. @throws ProblemError `rate-limited` when there were too many */
  failedCredential(address: string): Promise<void> {
    return this.#consume('failedCredentials', networkOf(address));
  }

  async #consume(name: Name, key: string, points = 1): Promise<void> {
    try {
      await this.#limiters[name].consume(key, points);
    } catch (refusal) {
      const seconds = Math.max(1, Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000));
      throw new ProblemError('rate-limited', `Try again in ${seconds} s.`, {
        headers: { 'Retry-After': `${seconds}` },
      });
    }
  }
}

function holderOf(caller: KnownCaller): string {
  const user = caller.kind === 'user' ? ` ${caller.user}` : '';
  return `${caller.tenant.id} ${caller.credential}${user}`;
}

/** An IPv4 address, or the first 56 bits of an IPv6 one: what one customer of a provider is given. */
export function networkOf(address: string): string {
  if (!address.includes(':') || !isIPv6(address)) return address;
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  const [head = '', tail] = address.split('::').map((half) => half.split('%', 1)[0] as string);
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const numbers = groups.slice(0, 4).map((group) => Number.parseInt(group, 16));
  return numbers.map((number, at) => (at === 3 ? number & 0xff00 : number).toString(16)).join(':');
}
