import type {
  Board,
  BoardPage,
  BoardSummary,
  Changed,
  ChangedRank,
  Entry,
  Metric,
  OwnEntry,
  Window,
} from '@engagement/contract';
import type { Micros } from '../../kernel/instant.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { divideHalfEven } from '../../kernel/rounding.ts';
import type { Mean } from './mean.ts';
import type { BoardView, OwnStanding } from './standings/standings.ts';

/** A board that says itself which windows and segments it has. */
type ShownBoard = Board & { readonly windows: readonly Window[]; readonly segments: readonly string[] };

/** One that says whether it is on. */
type ShowableBoard = ShownBoard & { readonly enabled: boolean };

/** What a page needs to know of a board to show it; `mean` is what its prior draws to. */
export function summaryOf(board: ShownBoard, metric: Metric, mean: Mean | null): BoardSummary {
  const { key, name, score, prior, minimum = null, minimumCount = null, direction, ranks, windows, segments } = board;
  const scale = scaleOf(board, metric);
  const unit = metric.unit ? { label: metric.unit.label, currency: metric.unit.currency ?? null } : null;
  return {
    key,
    name,
    subject: metric.subject,
    score,
    prior: prior
      ? { weight: prior.weight, mean: mean && meanNumber(mean, { metric: metric.scale, board: scale }) }
      : null,
    minimum,
    minimumCount,
    direction,
    ranks,
    windows: [...windows],
    segments: [...segments],
    unit,
    scale,
    follows: board.following !== undefined,
    placements: board.placements ?? null,
  };
}

/** Whether a board is shown at a place; whoever names none is asked for none. */
export const isShownAt = ({ enabled, placements }: ShowableBoard, placement: string | undefined): boolean =>
  enabled && (placement === undefined || !placements || placements.includes(placement));

/** Whether a board has a segment: all of it, or one of a field that it is split by. */
export const hasSegment = ({ segments }: Pick<ShownBoard, 'segments'>, segment: string): boolean =>
  segment === '' || segments.includes(segment.slice(0, segment.indexOf(':')));

/** The windows of a board that browsers see. */
export const shownWindows = ({ windows, shownWindows }: ShowableBoard): readonly Window[] =>
  windows.filter((window) => shownWindows?.includes(window) ?? true);

/** Decimal places of a board's scores: what is counted is whole. */
export function scaleOf(board: Pick<Board, 'score' | 'scale'>, metric: Pick<Metric, 'fold' | 'scale'>): number {
  if (board.score === 'growth') return board.scale ?? GROWTH_SCALE;
  if (board.score === 'average') return board.scale ?? metric.scale;
  return metric.fold === 'count' || metric.fold === 'unique' ? 0 : metric.scale;
}

/** Growth of 0.125 is 12.5 %. */
const GROWTH_SCALE = 3;

/** An integer at `scale` decimal places as the nearest number; refused when a double cannot hold the integer. */
export function scoreNumber(score: string, scale: number): number {
  const integer = Number(score);
  if (!Number.isSafeInteger(integer)) {
    throw new ProblemError('internal', 'A score of this board is 2^53 or more, too large to be given exactly.');
  }
  return integer / 10 ** scale;
}

const meanNumber = (mean: Mean, scales: Scales) => scoreNumber(`${averageScore(mean, null, scales)}`, scales.board);

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
  return { ...entry, topPercent: topPercentOf(standing, total), ahead: aheadOf(standing, scale) };
}

const topPercentOf = ({ place }: OwnStanding, total: number) => Math.ceil((place * 100) / total);

function aheadOf({ ahead, score: own }: OwnStanding, scale: number): OwnEntry['ahead'] {
  if (!ahead) return null;
  const distance = Math.abs(scoreNumber(`${BigInt(ahead.score) - BigInt(own)}`, scale));
  return { rank: ahead.rank, score: scoreNumber(ahead.score, scale), distance };
}

/** Where somebody stands after an event. */
export function changedRank(
  { board, metric, period, segment }: BoardView,
  standing: OwnStanding,
  total: number,
): ChangedRank {
  const { id, rank, previousRank, tied } = standing;
  const scale = scaleOf(board, metric);
  return {
    board: board.key,
    id,
    period: period.key,
    window: period.window,
    segment: segment || null,
    rank,
    previousRank,
    score: scoreNumber(standing.score, scale),
    tied,
    topPercent: topPercentOf(standing, total),
    ahead: aheadOf(standing, scale),
  };
}

/** Decimal places: those in which a metric's numbers are kept, and those of a board's scores. */
export interface Scales {
  readonly metric: number;
  readonly board: number;
}

const tenTo = (places: number) => 10n ** BigInt(places);

/**
 * `(weight · mean + sum) / (weight + count)`, and without a prior `sum / count`: exact, then rounded half to even to an
 * integer at the board's scale.
 */
export function averageScore(own: Mean, prior: { weight: number; mean: Mean } | null, scales: Scales): bigint {
  const { weight, mean } = prior ?? { weight: 0, mean: { sum: 0n, count: 1n } };
  const sum = BigInt(weight) * mean.sum + mean.count * own.sum;
  const count = mean.count * (BigInt(weight) + own.count);
  return divideHalfEven(sum * tenTo(scales.board), count * tenTo(scales.metric));
}

/** What the days of growth hold, at the metric's scale. */
export interface Spans {
  readonly now: bigint;
  readonly before: bigint;
}

/**
 * `(now + damping) / (before + damping) − 1`: exact, then rounded half to even to an integer at the board's scale; null
 * when there was less than the minimum base before.
 */
export function growthScore(
  { now, before }: Spans,
  growth: NonNullable<Board['growth']>,
  scales: Scales,
): bigint | null {
  const unit = tenTo(scales.metric);
  if (before < BigInt(growth.minimumBase) * unit) return null;
  return divideHalfEven((now - before) * tenTo(scales.board), before + BigInt(growth.damping) * unit);
}

/** The first of some instants that is still to come, in milliseconds; null when none is. */
export function nextTurn(instants: readonly (Micros | null)[], now: Micros): number | null {
  const coming = instants.filter((at) => at !== null).filter((at) => at > now);
  return coming.length === 0 ? null : Math.ceil(Math.min(...coming) / 1000);
}
