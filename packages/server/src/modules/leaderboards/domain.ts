import type { BoardPage, BoardSummary, Entry } from '@engagement/contract';
import type { StoredBoard, StoredMetric } from '../../definitions/catalogue.ts';
import { ProblemError } from '../../kernel/problem-error.ts';

/** What a page needs to know of a board to show it. */
export function summaryOf(board: StoredBoard, metric: StoredMetric): BoardSummary {
  const { key, name, score, direction, ranks, windows, segments } = board;
  const unit = metric.unit ? { label: metric.unit.label, currency: metric.unit.currency ?? null } : null;
  return {
    key,
    name,
    subject: metric.subject,
    score,
    direction,
    ranks,
    windows: [...windows],
    segments: [...segments],
    unit,
    scale: metric.scale,
  };
}

/** An integer at `scale` decimal places as the nearest number; refused when a double cannot hold the integer. */
export function scoreNumber(score: string, scale: number): number {
  const integer = Number(score);
  if (!Number.isSafeInteger(integer)) {
    throw new ProblemError('internal', 'A score of this board is 2^53 or more, too large to be given exactly.');
  }
  return integer / 10 ** scale;
}

/** Whether a token's user can have an entry of their own: creators are users who sell. */
export function ranksPeople(metric: StoredMetric): boolean {
  return metric.subject === 'user' || metric.subject === 'creator';
}

/** The rows of `after` that differ from those at the same place in `before`. */
export function changedRows(before: readonly Entry[], after: readonly Entry[]): { at: number; entry: Entry }[] {
  return after.flatMap((entry, at) => (sameEntry(before[at], entry) ? [] : [{ at, entry }]));
}

function sameEntry(one: Entry | undefined, other: Entry): boolean {
  return one !== undefined && (Object.keys(other) as (keyof Entry)[]).every((field) => one[field] === other[field]);
}

/** Whether rows of `after` can be given as changes to `before`: the board and the period are still the same. */
export function buildsOn(before: BoardPage, after: BoardPage): boolean {
  return (
    before.period.key === after.period.key &&
    JSON.stringify([before.board, before.period]) === JSON.stringify([after.board, after.period])
  );
}
