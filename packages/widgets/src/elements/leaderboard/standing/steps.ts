import type { BoardPage, Explanation } from '@engagement/sdk';
import type { Localize } from '../../../internal/localize.ts';
import type { Figures } from './figures.ts';

type Step = Explanation['steps'][number];
type Told<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** A step in the reader's language: sentences, and the calculation where there is one. */
export interface StepWords {
  sentences: string[];
  formula: string | null;
}

interface Telling {
  say: Localize['say'];
  figures: Figures;
  /** How ties are numbered. */
  ranks: BoardPage['board']['ranks'];
}

type Teller = { [Kind in Step['kind']]: (step: Told<Kind>, telling: Telling) => Array<string | false | null> };

/** From the numbers of each kind of step. */
const TELLERS: Teller = {
  total(step, { say, figures }) {
    const { count, score, fold, decidedBy } = step;
    if (count === 0) return [say('whyNothing')];
    const [counted, amount] = [figures.count(count), figures.amount(score)];
    const sentence = {
      count: () => say('whyCount', count, counted),
      sum: () => say('whySum', count, counted, amount),
      average: () => say('whySum', count, counted, amount),
      max: () => say('whyHighest', count, counted, amount),
      min: () => say('whyLowest', count, counted, amount),
      unique: () => say('whyUnique', count, counted, score, figures.count(score)),
    }[fold];
    return [sentence(), decidedBy && say('whyFirst', figures.instant(decidedBy.time))];
  },
  average({ sum, count, prior }, { say, figures }) {
    if (count === 0) return [say('whyNothing')];
    return [
      say('whySum', count, figures.count(count), figures.amount(sum)),
      prior && say('whyPrior', prior.weight, figures.count(prior.weight), figures.amount(prior.mean)),
    ];
  },
  growth({ now, before, minimumBase, score }, { say, figures }) {
    const days = figures.count(now.days);
    return [
      say('whyGrowth', now.days, days, figures.amount(now.value), figures.amount(before.value)),
      score === null && say('whyBase', figures.amount(minimumBase)),
    ];
  },
  minimum({ minimum, minimumCount, keptOut }, { say, figures }) {
    return [
      minimum !== null && say('whyFloor', figures.score(minimum)),
      minimumCount !== null && say('whyFloorCount', minimumCount, figures.count(minimumCount)),
      say(keptOut ? 'whyMissed' : 'whyMet'),
    ];
  },
  dropped({ value, count }, { say, figures }) {
    return [say('whyDropped', count, figures.count(count), figures.amount(value))];
  },
  sealed({ score, now }, { say, figures }) {
    const moved = now === null ? say('whyNothing') : say('whyLater', figures.score(now));
    return [say('whySealed', figures.score(score)), now !== score && moved];
  },
  rank({ rank, place, better, total }, { say, figures, ranks }) {
    const [key, count] = (
      {
        competition: ['whyBetter', better],
        dense: ['whyBetterScores', rank - 1],
        ordinal: ['whyBefore', place - 1],
      } as const
    )[ranks];
    return [
      say('whyRanked', figures.count(rank), figures.count(total)),
      count === 0 ? say('whyBest') : say(key, count, figures.count(count)),
    ];
  },
  tie({ score, others, ahead, reachedAt, before, after }, { say, figures }) {
    return [
      say('whyTied', others, figures.count(others), figures.score(score)),
      say('whyTieRule'),
      reachedAt && say('whyReached', figures.instant(reachedAt)),
      (before?.decidedBy === 'id' || after?.decidedBy === 'id') && say('whyIds'),
      say('whyTieOrder', figures.count(ahead), figures.count(others - ahead)),
    ];
  },
};

/** What a step says; null for a kind that is newer than this code. */
export function stepWords(step: Step, telling: Telling): StepWords | null {
  const tell = TELLERS[step.kind] as ((step: Step, telling: Telling) => Array<string | false | null>) | undefined;
  if (!tell) return null;
  const sentences = tell(step, telling).filter((sentence) => typeof sentence === 'string');
  return { sentences, formula: formulaOf(step, telling.figures) };
}

function formulaOf(step: Step, { term, score }: Figures): string | null {
  if (step.kind === 'average' && step.count > 0) {
    const { sum, count, prior } = step;
    const plain = `${term(sum)} ÷ ${term(count)}`;
    const drawn =
      prior &&
      `(${term(prior.weight)} × ${term(prior.mean)} + ${term(sum)}) ÷ (${term(prior.weight)} + ${term(count)})`;
    return `${drawn ?? plain} = ${score(step.score)}`;
  }
  if (step.kind !== 'growth' || step.score === null) return null;
  const { now, before, damping } = step;
  const [later, earlier, k] = [now.value, before.value, damping].map(term);
  return `(${later} + ${k}) ÷ (${earlier} + ${k}) − 1 = ${score(step.score)}`;
}
