import type { ActivityLog, LogEntry } from './log.ts';

/** What goes wrong again and again: since when, and when it did last. */
interface Trouble {
  readonly since: number;
  readonly last: number;
}

/** What no batch was in hand for. */
const NO_BATCH = '';
const MAX_TROUBLES = 1000;
const AGAIN_MS = 10_000;

/** How it goes with the batches that this process takes from the log. */
export class Progress {
  readonly #patienceMs: number;
  readonly #againMs: number;
  readonly #inHand = new Set<{ readonly place: string; readonly since: number }>();
  /** By the place where a batch begins: it is handed out again from there. */
  readonly #troubles = new Map<string, Trouble>();

  /** What fails is tried again within `againMs`, or somebody else has it. */
  constructor(patienceMs: number, againMs = AGAIN_MS) {
    this.#patienceMs = patienceMs;
    this.#againMs = againMs;
  }

  /** A log whose batches are followed. */
  of(log: ActivityLog): ActivityLog {
    return { ...log, consume: (handle) => log.consume((batch) => this.#follow(batch, handle)) };
  }

  /** The log could not be read, or a batch not be handled or let go of. */
  failed(): void {
    this.#fail(NO_BATCH, performance.now());
  }

  /** For how many milliseconds a batch has been failing or has not come to its end, if that is longer than it may be. */
  stuckMs(): number | null {
    const now = performance.now();
    const tried = new Set([...this.#inHand].map(({ place }) => place));
    const failing = [...this.#troubles].filter(([place, { last }]) => now - last < this.#againMs || tried.has(place));
    const begun = [...this.#inHand, ...failing.map(([, trouble]) => trouble)].map(({ since }) => since);
    const longest = now - Math.min(now, ...begun);
    return longest > this.#patienceMs ? longest : null;
  }

  async #follow(batch: readonly LogEntry[], handle: (batch: readonly LogEntry[]) => Promise<void>): Promise<void> {
    const place = batch[0]?.place ?? NO_BATCH;
    const mine = { place, since: performance.now() };
    this.#inHand.add(mine);
    try {
      await handle(batch);
      this.#troubles.delete(place);
      this.#troubles.delete(NO_BATCH);
    } catch (error) {
      this.#fail(place, mine.since);
      throw error;
    } finally {
      this.#inHand.delete(mine);
    }
  }

  #fail(place: string, begun: number): void {
    const held = this.#troubles.get(place);
    const since = held && begun - held.last < this.#againMs ? held.since : begun;
    this.#troubles.delete(place);
    this.#troubles.set(place, { since, last: performance.now() });
    if (this.#troubles.size > MAX_TROUBLES) this.#troubles.delete(this.#troubles.keys().next().value as string);
  }
}
