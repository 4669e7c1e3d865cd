import type { ExplanationStep } from '@engagement/contract';
import { instantText, microsOf } from '../../../kernel/instant.ts';
import { scaleOf, scoreNumber } from '../domain.ts';
import type { Standing } from '../standings/standings.ts';
import type { Case, Ranked } from './case.ts';
import { counted } from './words.ts';

/** The rank, and the rule for ties where that put entries in order. */
export function rankSteps(it: Case, ranked: Ranked): ExplanationStep[] {
  return [rankStep(it, ranked), ...(ranked.meetings.tiedWith > 0 ? [tieStep(it, ranked)] : [])];
}

function rankStep({ view: { board }, words }: Case, { standing, meetings, total }: Ranked): ExplanationStep {
  const { rank, place } = standing;
  const { better } = meetings;
  const beating = board.direction === 'descending' ? 'higher' : 'lower';
  const why = {
    competition: `${counted(better, 'entry has', 'entries have')} a ${beating} score`,
    dense: `there ${rank === 2 ? 'is' : 'are'} ${counted(rank - 1, `${beating} score`)}`,
    ordinal: `${counted(place - 1, 'entry stands', 'entries stand')} before it`,
  }[board.ranks];
  const text = `Rank ${words.number(rank)} among ${counted(total, 'entry', 'entries')}: ${why}.`;
  return { kind: 'rank', text, rank, place, better, total };
}

function tieStep({ view, words, factsShown }: Case, { standing, meetings, ...next }: Ranked): ExplanationStep {
  const { better, tiedWith: others } = meetings;
  const score = scoreNumber(standing.score, scaleOf(view.board, view.metric));
  const ahead = standing.place - 1 - better;
  const [before, after] = [neighbour(standing, next.before), neighbour(standing, next.after)];
  const reachedAt = microsOf(standing.reachedAt);
  const reached = factsShown ? `, and this entry reached it on ${words.instant(reachedAt)}` : '';
  const ids = [before, after].flatMap((beside) => (beside?.decidedBy === 'id' ? [beside.id] : []));
  const text = [
    `Tied with ${counted(others, 'other')} at ${words.score(score)}.`,
    `Who reached the score first stands before${reached}.`,
    ...(ids.length > 0 ? [`It was the same instant as ${ids.join(' and ')}: there the ids decide, byte by byte.`] : []),
    `${words.number(ahead)} of them ${ahead === 1 ? 'stands' : 'stand'} before it, ${words.number(others - ahead)} after it.`,
  ].join(' ');
  return {
    kind: 'tie',
    text,
    score,
    others,
    ahead,
    reachedAt: factsShown ? instantText(reachedAt) : null,
    before,
    after,
  };
}

function neighbour(standing: Standing, next: Standing | undefined) {
  if (next?.score !== standing.score) return null;
  const together = microsOf(next.reachedAt) === microsOf(standing.reachedAt);
  return { id: next.id, decidedBy: together ? ('id' as const) : ('reached' as const) };
}
