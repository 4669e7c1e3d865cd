import type { Fact } from '../activity/fact.ts';
import type { Outcome } from '../activity/recorder.ts';
import { addCounts, type Counts, noCounts } from './counts.ts';
import type { JudgedRow, Part } from './judge-rows.ts';
import type { Reject } from './rejects.ts';

/** The most that is committed at once; a row is never divided. */
export const MAX_BATCH = 2000;

/** Rows that are committed together: their facts, and what there is to say of the rest. */
export class Batch {
  readonly #counts = noCounts();
  readonly #facts: { readonly fact: Fact; readonly line: number }[] = [];
  readonly #rejects: Reject[] = [];
  #line = 0;

  get facts(): Fact[] {
    return this.#facts.map(({ fact }) => fact);
  }

  /** The last line that it holds. */
  get line(): number {
    return this.#line;
  }

  get isEmpty(): boolean {
    return this.#counts.rows === 0;
  }

  /** Whether there is room for one more row with this many parts. */
  hasRoomFor(parts: number): boolean {
    return this.isEmpty || this.#facts.length + this.#rejects.length + parts <= MAX_BATCH;
  }

  add({ line, parts }: JudgedRow): void {
    this.#counts.rows += 1;
    this.#line = line;
    for (const part of parts) this.#addPart(line, part);
  }

  #addPart(line: number, part: Part): void {
    if ('fact' in part) {
      this.#facts.push({ fact: part.fact, line });
    } else if ('skip' in part) {
      const { skip, detail = '' } = part.skip;
      this.#counts.skipped[skip] = (this.#counts.skipped[skip] ?? 0) + 1;
      this.#rejects.push({ line, outcome: 'skipped', reason: skip, pointer: '', detail });
    } else {
      this.#counts.rejected += 1;
      const { refusal, id } = part;
      this.#rejects.push({ line, outcome: 'rejected', ...(id !== undefined && { id }), ...refusal });
    }
  }

  /** The account of the batch, once it is known what became of each of its facts. */
  settle(outcomes: readonly Outcome[]): { counts: Counts; rejects: Reject[] } {
    const counts = addCounts(noCounts(), this.#counts);
    const rejects = [...this.#rejects];
    for (const [index, { fact, line }] of this.#facts.entries()) {
      const outcome = outcomes[index] as Outcome;
      counts[outcome] += 1;
      if (outcome === 'conflict' || outcome === 'failed') {
        rejects.push({ line, outcome, id: fact.id, reason: outcome, pointer: '', detail: DETAILS[outcome] });
      }
    }
    return { counts, rejects: rejects.sort((a, b) => a.line - b.line) };
  }
}

const DETAILS = {
  conflict: 'The id is taken by an event with other content, which stands; this one is a dead letter.',
  failed: 'It was accepted but could not be recorded; it is a dead letter, with the reason.',
};
