import type { ExplanationStep, NamedFact } from '@engagement/contract';
import { instantText, microsOf } from '../../../kernel/instant.ts';
import { scaleOf, scoreNumber } from '../domain.ts';
import type { Circumstances } from '../standings/sql/circumstances.ts';
import type { BoardView, OwnStanding, Standing } from '../standings/standings.ts';
import { counted, type Words } from './words.ts';

/** All that the steps to a rank are told from. */
export interface Case {
  readonly view: BoardView;
  readonly standing: OwnStanding;
  readonly circumstances: Circumstances;
  readonly total: number;
  /** Those that stand right before and right after the entry. */
  readonly before: Standing | undefined;
  readonly after: Standing | undefined;
  /** Whether the reader may know of facts: what they are and when they were. */
  readonly factsShown: boolean;
  /** The fact that decides a maximum or a minimum. */
  readonly decisive: NamedFact | null;
  readonly words: Words;
}

/** From the facts to the score, and from the score to the rank. */
export function stepsOf(it: Case): ExplanationStep[] {
  const score = it.view.board.score === 'average' ? averageStep(it) : totalStep(it);
  return [score, rankStep(it), ...tieSteps(it)];
}

const scoreOf = ({ view, standing }: Case) => scoreNumber(standing.score, scaleOf(view.metric));

function totalStep(it: Case): ExplanationStep {
  const { view, circumstances, decisive, words } = it;
  const score = scoreOf(it);
  const { fold } = view.metric;
  const events = counted(circumstances.count, 'event');
  const text = {
    count: `${events} count.`,
    sum: `What stands of ${events} adds up to ${words.amount(score)}.`,
    average: `What ${events} hold adds up to ${words.amount(score)}.`,
    max: `The highest of ${events} is ${words.amount(score)}.`,
    min: `The lowest of ${events} is ${words.amount(score)}.`,
    unique: `${events} hold ${counted(score, 'different value')}.`,
  }[fold];
  const by = decisive && ` It was first reached by ${decisive.id}, ${words.instant(microsOf(decisive.time))}.`;
  const count = Number(circumstances.count);
  return { kind: 'total', text: `${text}${by ?? ''}`, fold, count, score, decidedBy: decisive };
}

function averageStep(it: Case): ExplanationStep {
  const { view, circumstances, words } = it;
  const score = scoreOf(it);
  const sum = scoreNumber(`${circumstances.value}`, scaleOf(view.metric));
  const count = Number(circumstances.count);
  const events = counted(count, 'event');
  const text = `${events} add up to ${words.amount(sum)}: ${words.number(sum)} ÷ ${words.number(count)} = ${words.number(score)}.`;
  return { kind: 'average', text, sum, count, score };
}

const beatingIn = ({ board }: BoardView) => (board.direction === 'descending' ? 'higher' : 'lower');

function rankStep({ view, standing, circumstances, total, words }: Case): ExplanationStep {
  const { rank, place } = standing;
  const { better } = circumstances;
  const beating = beatingIn(view);
  const why = {
    competition: `${counted(better, 'entry has', 'entries have')} a ${beating} score`,
    dense: `there ${rank === 2 ? 'is' : 'are'} ${counted(rank - 1, `${beating} score`)}`,
    ordinal: `${counted(place - 1, 'entry stands', 'entries stand')} before it`,
  }[view.board.ranks];
  const text = `Rank ${words.number(rank)} among ${counted(total, 'entry', 'entries')}: ${why}.`;
  return { kind: 'rank', text, rank, place, better, total };
}

/** Told only where the rule for ties put entries in order. */
function tieSteps(it: Case): ExplanationStep[] {
  const { standing, circumstances, words, factsShown } = it;
  const { better, tiedWith: others } = circumstances;
  if (others === 0) return [];
  const ahead = standing.place - 1 - better;
  const [before, after] = [neighbour(it, it.before), neighbour(it, it.after)];
  const reachedAt = microsOf(standing.reachedAt);
  const reached = factsShown ? `, and this entry reached it on ${words.instant(reachedAt)}` : '';
  const ids = [before, after].flatMap((next) => (next?.decidedBy === 'id' ? [next.id] : []));
  const text = [
    `Tied with ${counted(others, 'other')} at ${words.amount(scoreOf(it))}.`,
    `Who reached the score first stands before${reached}.`,
    ...(ids.length > 0 ? [`It was the same instant as ${ids.join(' and ')}: there the ids decide, byte by byte.`] : []),
    `${words.number(ahead)} of them ${ahead === 1 ? 'stands' : 'stand'} before it, ${words.number(others - ahead)} after it.`,
  ].join(' ');
  const shown = factsShown ? instantText(reachedAt) : null;
  return [{ kind: 'tie', text, score: scoreOf(it), others, ahead, reachedAt: shown, before, after }];
}

function neighbour({ standing }: Case, next: Standing | undefined) {
  if (next?.score !== standing.score) return null;
  const together = microsOf(next.reachedAt) === microsOf(standing.reachedAt);
  return { id: next.id, decidedBy: together ? ('id' as const) : ('reached' as const) };
}
