import type { ErrorCode } from '../errors/engagement-error.ts';
import type { Leaderboards, Visibility } from '../types.ts';
import type { FakeClock } from './clock.ts';
import { refused } from './world.ts';

/** What a fake client can be asked, as it is named in `calls` and in `fail`. */
export type FakeMethod =
  | 'identify'
  | 'reset'
  | 'track'
  | 'flush'
  | 'destroy'
  | 'inspect'
  | 'consent.set'
  | `leaderboards.${keyof Leaderboards}`
  | `visibility.${keyof Visibility}`;

export interface FakeCall {
  readonly method: FakeMethod;
  readonly args: readonly unknown[];
  /** On the client's clock, in milliseconds since the epoch. */
  readonly at: number;
}

/** How a fake client answers: when, and whether at all. And what it was asked. */
export class Answers {
  readonly calls: FakeCall[] = [];
  latency: number;
  readonly #clock: FakeClock;
  readonly #refusal: ErrorCode | undefined;
  readonly #failures = new Map<FakeMethod, ErrorCode>();

  constructor(clock: FakeClock, latency: number, refusal: ErrorCode | undefined) {
    this.#clock = clock;
    this.latency = latency;
    this.#refusal = refusal;
  }

  /** Of the arguments, those that were given. */
  note(method: FakeMethod, ...args: unknown[]): void {
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    this.calls.push({ method, args, at: this.#clock.now() });
  }

  /** From now on the method is refused; returns how to mend it. */
  fail(method: FakeMethod, code: ErrorCode): () => void {
    this.#failures.set(method, code);
    return () => void this.#failures.delete(method);
  }

  /** Waits as long as an answer takes, then gives it or refuses. */
  async give<T>(method: FakeMethod, produce: () => T): Promise<T> {
    const { latency } = this;
    if (latency > 0) await new Promise<void>((resolve) => this.#clock.after(latency, resolve));
    const refusal = this.#failures.get(method) ?? this.#refusal;
    if (refusal) throw refused(refusal);
    return produce();
  }

  /** The method as it is called: noted, then answered. */
  method<A extends unknown[], T>(method: FakeMethod, produce: (...args: A) => T): (...args: A) => Promise<T> {
    return (...args) => {
      this.note(method, ...args);
      return this.give(method, () => produce(...args));
    };
  }
}
