import type { NamedFact } from '@engagement/contract';
import type { Mean } from '../mean.ts';
import type { Meetings, OwnNumbers } from '../standings/sql/circumstances.ts';
import type { BoardView, OwnStanding, Standing } from '../standings/standings.ts';
import type { Words } from './words.ts';

/** An integer at the board's scale; null when growth has too small a base, or nothing counts. */
export type Score = bigint | null;

/** All that the steps to a rank are told from. */
export interface Case {
  readonly view: BoardView;
  readonly numbers: OwnNumbers;
  readonly score: Score;
  /** What the board's prior draws to. */
  readonly mean: Mean | null;
  /** Null when a minimum keeps the entry off the board. */
  readonly ranked: Ranked | null;
  /** Whether the reader may know of facts: what they are and when they were. */
  readonly factsShown: boolean;
  /** The fact that decides a maximum or a minimum. */
  readonly decisive: NamedFact | null;
  readonly words: Words;
}

/** An entry on its board. */
export interface Ranked {
  readonly standing: OwnStanding;
  readonly meetings: Meetings;
  readonly total: number;
  /** Those that stand right before and right after it. */
  readonly before: Standing | undefined;
  readonly after: Standing | undefined;
}
