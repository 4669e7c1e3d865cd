import type { Clock } from './clock.ts';

interface Held<V> {
  readonly value: Promise<V>;
  readonly until: number;
}

const MAX_HELD = 10_000;

/**
 * Remembers answers for a short while, so that a busy caller asks the source about once in `milliseconds`.
 * Callers that ask at the same time share one question. A failure is not remembered.
 */
export class BriefCache<K, V> {
  readonly #held = new Map<unknown, Held<V>>();
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #load: (key: K) => Promise<V>;
  readonly #nameOf: (key: K) => unknown;

  /** `nameOf` tells which keys are the same, where they are no plain values. */
  constructor(
    clock: Clock,
    milliseconds: number,
    load: (key: K) => Promise<V>,
    nameOf: (key: K) => unknown = (key) => key,
  ) {
    this.#nameOf = nameOf;
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#load = load;
  }

  get(key: K): Promise<V> {
    const now = this.#clock.now();
    const name = this.#nameOf(key);
    const held = this.#held.get(name);
    if (held && held.until > now) return held.value;
    const value = this.#load(key);
    this.#held.delete(name);
    this.#held.set(name, { value, until: now + this.#milliseconds });
    value.catch(() => {
      if (this.#held.get(name)?.value === value) this.#held.delete(name);
    });
    if (this.#held.size > MAX_HELD) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }
}
