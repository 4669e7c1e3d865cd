import type { Board, BoardPage, BoardSummary, Changed, Entry, Metric, OwnEntry, Window } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { OwnStanding } from './standings/standings.ts';

/** A board that says itself which windows and segments it has. */
type ShownBoard = Board & { readonly windows: readonly Window[]; readonly segments: readonly string[] };

/** What a page needs to know of a board to show it. */
export function summaryOf(board: ShownBoard, metric: Metric): BoardSummary {
  const { key, name, score, prior, minimum = null, minimumCount = null, direction, ranks, windows, segments } = board;
  const unit = metric.unit ? { label: metric.unit.label, currency: metric.unit.currency ?? null } : null;
  return {
    key,
    name,
    subject: metric.subject,
    score,
    prior: prior ? { weight: prior.weight, mean: null } : null,
    minimum,
    minimumCount,
    direction,
    ranks,
    windows: [...windows],
    segments: [...segments],
    unit,
    scale: scaleOf(metric),
    follows: board.following !== undefined,
    placements: board.placements ?? null,
  };
}

/** Decimal places of a score: what is counted is whole. */
export function scaleOf({ fold, scale }: Metric): number {
  return fold === 'count' || fold === 'unique' ? 0 : scale;
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
export function ranksPeople(metric: Metric): boolean {
  return metric.subject === 'user' || metric.subject === 'creator';
}

/** What `changed` says of a board, but for the room. */
export type Difference = Omit<Changed, 'kind' | 'key' | 'room'>;

/** What leads from one page to a later one: `from` is null when nothing does, and the page has to be read again. */
export function difference(before: BoardPage, after: BoardPage): Difference {
  const { version, total } = after;
  if (JSON.stringify([before.board, before.period]) !== JSON.stringify([after.board, after.period])) {
    return { from: null, version, total, length: after.data.length, rows: [] };
  }
  const rows = after.data.flatMap((entry, at) => (sameEntry(before.data[at], entry) ? [] : [{ at, entry }]));
  return { from: before.version, version, total, length: after.data.length, rows };
}

/**
 * A page as what comes after another one. Names and noted ranks change without a version of their own, and engines that
 * take turns may be a little apart, but clients take only what is newer than what they have.
 */
export function laterThan(before: BoardPage | undefined, after: BoardPage): BoardPage {
  if (!before) return after;
  const change = difference(before, after);
  if (change.from === null) return after;
  const version = Math.max(after.version, before.version + (matters(before, change) ? 1 : 0));
  return { ...after, version };
}

/** Whether somebody who has the earlier page needs to hear of the difference. */
export function matters(before: BoardPage, { from, rows, length, total }: Difference): boolean {
  return from === null || rows.length > 0 || length !== before.data.length || total !== before.total;
}

function sameEntry(one: Entry | undefined, other: Entry): boolean {
  return one !== undefined && (Object.keys(other) as (keyof Entry)[]).every((field) => one[field] === other[field]);
}

/** An entry with how good its place is, and what is missing to the next better score. */
export function ownEntry(entry: Entry, standing: OwnStanding, total: number, scale: number): OwnEntry {
  const { place, ahead } = standing;
  const topPercent = Math.ceil((place * 100) / total);
  if (!ahead) return { ...entry, topPercent, ahead };
  const score = scoreNumber(ahead.score, scale);
  const distance = Math.abs(scoreNumber(`${BigInt(ahead.score) - BigInt(standing.score)}`, scale));
  return { ...entry, topPercent, ahead: { rank: ahead.rank, score, distance } };
}
