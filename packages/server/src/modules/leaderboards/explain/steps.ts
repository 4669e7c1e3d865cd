import type { ExplanationStep } from '@engagement/contract';
import type { Case } from './case.ts';
import { rankSteps } from './rank-steps.ts';
import { scoreSteps } from './score-steps.ts';

/** From the facts to the score, and from the score to the rank. */
export function stepsOf(it: Case): ExplanationStep[] {
  return [...scoreSteps(it), ...(it.ranked ? rankSteps(it, it.ranked) : [])];
}
