import type { Fate, Said, ShopEvent } from './story.ts';

/** What came of one attempt to hand events over. */
export type Answer =
  /** Answered with success: durable from now on. */
  | 'acked'
  /** Refused, with a reason: an append that took too long may be there all the same. */
  | 'refused'
  /** No answer: it may be there, or not. */
  | 'unknown';

export interface Attempted {
  readonly event: ShopEvent;
  readonly fate: Fate;
  acked: boolean;
  /** Accepted for the log over HTTP: it stands there before all that is said after it. */
  logged: boolean;
  /** Said at least once by a caller who waits: it may be recorded without the log. */
  waited: boolean;
  /** Answered as recorded, or as recorded before, to a caller who waits. */
  settled: boolean;
  /** How often it was answered as newly recorded: once, or never. */
  news: number;
  attempts: number;
}

/** All that was said to the server in one tenant's name, and what it answered. Kept here, never read from the server. */
export class History {
  /** By id; events with another fate have ids of their own, but conflicts. */
  readonly events = new Map<string, Attempted>();
  readonly conflicts = new Map<string, Attempted>();
  readonly answers: Record<Answer, number> = { acked: 0, refused: 0, unknown: 0 };
  /** Attempts beyond the first for an event: duplicates, on purpose or because an answer was lost. */
  repeats = 0;
  /** Events from more than an hour before one that was said earlier. */
  late = 0;
  /** Reversals that were said before what they take back. */
  early = 0;
  #newest = 0;

  attempt(said: Said): Attempted {
    const { event, fate } = said;
    const book = fate === 'conflict' ? this.conflicts : this.events;
    const key = fate === 'conflict' ? `${event.id}\n${event.time}` : event.id;
    const known = book.get(key);
    if (known) {
      known.attempts += 1;
      this.repeats += 1;
      return known;
    }
    const attempted = { event, fate, acked: false, logged: false, waited: false, settled: false, news: 0, attempts: 1 };
    book.set(key, attempted);
    const at = Date.parse(event.time);
    if (at < this.#newest - 3_600_000) this.late += 1;
    this.#newest = Math.max(this.#newest, at);
    if (event.reverses !== undefined && !this.events.has(event.reverses)) this.early += 1;
    return attempted;
  }

  answer(attempts: readonly Attempted[], answer: Answer, over: 'log' | 'topic' | 'at once'): void {
    this.answers[answer] += attempts.length;
    if (answer !== 'acked') return;
    for (const attempt of attempts) {
      attempt.acked = true;
      if (over === 'log') attempt.logged = true;
      if (over === 'at once') attempt.settled = true;
    }
  }

  /** Nothing that is said from now on can come before it. */
  isFirst(id: string): boolean {
    const said = this.events.get(id);
    return said !== undefined && (said.logged || said.settled);
  }
}
