import type { ExplanationStep } from '@engagement/contract';
import { instantText, microsOf } from '../../../kernel/instant.ts';
import { averageScore, growthScore, scaleOf, scoreNumber } from '../domain.ts';
import type { Mean } from '../mean.ts';
import type { NumberSpan, OwnNumbers } from '../standings/sql/circumstances.ts';
import type { BoardView } from '../standings/standings.ts';
import type { Case, Score } from './case.ts';
import { counted } from './words.ts';

/** What the numbers come to by the board's formula. */
export function scoreOf({ board, metric }: BoardView, { value, before, count }: OwnNumbers, mean: Mean | null): Score {
  const scales = { metric: metric.scale, board: scaleOf(board, metric) };
  if (board.score === 'growth')
    return growthScore({ now: value, before }, board.growth ?? { damping: 1, minimumBase: 1 }, scales);
  if (count === 0n) return null;
  if (board.score === 'average') return averageScore({ sum: value, count }, priorOf(board, mean), scales);
  return value;
}

const priorOf = ({ prior }: BoardView['board'], mean: Mean | null) => (prior && mean ? { ...prior, mean } : null);

/** The formula with its numbers, what is missing from the facts, and the minimum. */
export function scoreSteps(it: Case): ExplanationStep[] {
  const formula = { total: totalStep, average: averageStep, growth: growthStep }[it.view.board.score];
  return [formula(it), ...droppedSteps(it), ...minimumSteps(it), ...sealedSteps(it)];
}

/** A number of the metric itself; of what is counted, whole. */
function metricNumber({ metric }: BoardView, value: bigint): number {
  return scoreNumber(`${value}`, scaleOf({ score: 'total' }, metric));
}

function shownScore({ view, score }: Case): number | null {
  return score === null ? null : scoreNumber(`${score}`, scaleOf(view.board, view.metric));
}

/** Of an entry of a sealed season, all of which was taken back later. */
const NOTHING = 'Nothing counts any more.';

function totalStep(it: Case): ExplanationStep {
  const { view, numbers, decisive, words } = it;
  const { fold } = view.metric;
  const score = metricNumber(view, numbers.value);
  if (numbers.count === 0n) return { kind: 'total', text: NOTHING, fold, count: 0, score, decidedBy: null };
  const events = counted(numbers.count, 'event');
  const text = {
    count: `${events} ${numbers.count === 1n ? 'counts' : 'count'}.`,
    sum: `What stands of ${events} adds up to ${words.amount(score)}.`,
    average: `What ${events} hold adds up to ${words.amount(score)}.`,
    max: `The highest of ${events} is ${words.amount(score)}.`,
    min: `The lowest of ${events} is ${words.amount(score)}.`,
    unique: `There are ${counted(score, 'different value')} in ${events}.`,
  }[fold];
  const by = decisive && ` It was first reached by ${decisive.id}, ${words.instant(microsOf(decisive.time))}.`;
  return { kind: 'total', text: `${text}${by ?? ''}`, fold, count: Number(numbers.count), score, decidedBy: decisive };
}

function averageStep(it: Case): ExplanationStep {
  const { view, numbers, mean, words } = it;
  const [sum, count, score] = [metricNumber(view, numbers.value), Number(numbers.count), shownScore(it) ?? 0];
  if (count === 0) return { kind: 'average', text: NOTHING, sum, count, prior: null, score };
  const plain = words.number;
  const held = priorOf(view.board, mean);
  const events = `${counted(count, 'event')} ${count === 1 ? 'adds' : 'add'} up to ${words.amount(sum)}`;
  if (!held) {
    const text = `${events}: ${plain(sum)} ÷ ${plain(count)} = ${plain(score)}.`;
    return { kind: 'average', text, sum, count, prior: null, score };
  }
  const { weight } = held;
  const scales = { metric: view.metric.scale, board: scaleOf(view.board, view.metric) };
  const shownMean = scoreNumber(`${averageScore(held.mean, null, scales)}`, scales.board);
  const text =
    `${events}, drawn towards the mean of all, ${plain(shownMean)}, as if ${counted(weight, 'more event')} had it: ` +
    `(${plain(weight)} × ${plain(shownMean)} + ${plain(sum)}) ÷ (${plain(weight)} + ${plain(count)}) = ${plain(score)}.`;
  const prior = { weight, mean: shownMean, sum: metricNumber(view, held.mean.sum), count: Number(held.mean.count) };
  return { kind: 'average', text, sum, count, prior, score };
}

function growthStep(it: Case): ExplanationStep {
  const { view, numbers, words } = it;
  const { damping, minimumBase } = view.board.growth ?? { damping: 1, minimumBase: 1 };
  const [now, before] = [metricNumber(view, numbers.value), metricNumber(view, numbers.before)];
  const score = shownScore(it);
  const [later, earlier] = numbers.spans;
  const days = counted(later?.days ?? 0, 'day');
  const plain = words.number;
  const text =
    `${words.amount(now)} in the first ${days} of this period, after ${words.amount(before)} in as many of the one before: ` +
    (score === null
      ? `that is less than the ${plain(minimumBase)} from which growth is told.`
      : `(${plain(now)} + ${plain(damping)}) ÷ (${plain(before)} + ${plain(damping)}) − 1 = ${plain(score)}.`);
  const spans = { now: growthSpan(now, later), before: growthSpan(before, earlier) };
  return { kind: 'growth', text, ...spans, damping, minimumBase, score };
}

function growthSpan(value: number, span: NumberSpan | undefined) {
  const edge = (at: number | null | undefined) => (at == null ? null : instantText(at));
  return { value, days: span?.days ?? 0, start: edge(span?.from), end: edge(span?.until) };
}

function droppedSteps({ view, numbers: { dropped }, words }: Case): ExplanationStep[] {
  if (dropped.count === 0n && dropped.value === 0n) return [];
  const value = metricNumber(view, dropped.value);
  const count = Number(dropped.count);
  const text = `${counted(count, 'event')} of these ${count === 1 ? 'is' : 'are'} no longer kept, and ${count === 1 ? 'holds' : 'hold'} ${words.amount(value)}.`;
  return [{ kind: 'dropped', text, value, count }];
}

/** Told only where there is one. */
function minimumSteps(it: Case): ExplanationStep[] {
  const { view, ranked, words } = it;
  const { minimum = null, minimumCount = null } = view.board;
  if (minimum === null && minimumCount === null) return [];
  const wanted = [
    ...(minimum === null ? [] : [`a score of at least ${words.score(minimum)}`]),
    ...(minimumCount === null ? [] : [`at least ${counted(minimumCount, 'event')}`]),
  ].join(' and ');
  const keptOut = ranked === null;
  const text = `This board ranks who has ${wanted}: ${keptOut ? 'that is not so here' : 'that is so here'}.`;
  return [{ kind: 'minimum', text, minimum, minimumCount, keptOut }];
}

/** Told only where the archive and the facts may have parted. */
function sealedSteps(it: Case): ExplanationStep[] {
  const { view, ranked, words } = it;
  if (!view.sealed || !ranked) return [];
  const score = scoreNumber(ranked.standing.score, scaleOf(view.board, view.metric));
  const now = shownScore(it);
  const moved =
    now === score
      ? 'and the facts still come to it'
      : `and by now the facts come to ${now === null ? 'none' : words.score(now)}`;
  return [
    { kind: 'sealed', text: `The season was sealed with ${words.score(score)}, which stands, ${moved}.`, score, now },
  ];
}
