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
  readonly #held = new Map<K, Held<V>>();
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #load: (key: K) => Promise<V>;

  constructor(clock: Clock, milliseconds: number, load: (key: K) => Promise<V>) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#load = load;
  }

  get(key: K): Promise<V> {
    const now = this.#clock.now();
    const held = this.#held.get(key);
    if (held && held.until > now) return held.value;
    const value = this.#load(key);
    this.#held.delete(key);
    this.#held.set(key, { value, until: now + this.#milliseconds });
    value.catch(() => {
      if (this.#held.get(key)?.value === value) this.#held.delete(key);
    });
    if (this.#held.size > MAX_HELD) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }
}
