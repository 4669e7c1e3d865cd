import type { ExplanationStep, NamedFact } from '@engagement/contract';
import type { Mean } from '../domain.ts';
import type { Meetings, OwnNumbers } from '../standings/sql/circumstances.ts';
import type { BoardView, OwnStanding, Standing } from '../standings/standings.ts';
import { rankSteps } from './rank-steps.ts';
import { type Score, scoreSteps } from './score-steps.ts';
import type { Words } from './words.ts';

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

/** From the facts to the score, and from the score to the rank. */
export function stepsOf(it: Case): ExplanationStep[] {
  return [...scoreSteps(it), ...(it.ranked ? rankSteps(it, it.ranked) : [])];
}
