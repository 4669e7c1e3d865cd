import type { ExplainedFact, ExplainedReversal, NamedFact } from '@engagement/contract';
import { instantText } from '../../../kernel/instant.ts';
import type { FactShare, TracedReversal } from '../../../metrics/contributions.ts';
import { scaleOf } from '../domain.ts';
import type { BoardView } from '../standings/standings.ts';
import type { Words } from './words.ts';

/** By what a fact is known: neither whose it was nor what it holds. */
export function namedFact({ source, id, trust, type, time }: FactShare['fact'] | TracedReversal['fact']): NamedFact {
  return { source, id, trust, type, time: instantText(time) };
}

/** A fact and what the number holds of it, in the unit of the metric. */
export function explainedFact({ metric }: BoardView, share: FactShare, words: Words): ExplainedFact {
  const scale = 10 ** scaleOf({ score: 'total' }, metric);
  const { fact, taken } = share;
  const shown = { worth: Number(share.worth) / scale, contributes: Number(share.contributes) / scale };
  const counts = taken.back < taken.of;
  const reversals = share.reversals.map(explainedReversal);
  const what = counts ? standingWords(share, shown, words) : 'counts nothing, for all of it was taken back';
  const back =
    taken.back > 0n && counts ? `; ${words.number(taken.back)} of ${words.number(taken.of)} were taken back` : '';
  const by = reversals.map((reversal) => ` ${reversalWords(reversal, words)}`).join('');
  return {
    ...namedFact(fact),
    text: `${fact.type}, ${words.instant(fact.time)}: ${what}${back}.${by}`,
    ...shown,
    counts,
    amount: Number(taken.of),
    takenBack: Number(taken.back),
    reversals,
  };
}

type Shown = Pick<ExplainedFact, 'worth' | 'contributes'>;

function standingWords(share: FactShare, { worth, contributes }: Shown, words: Words): string {
  if (share.contributes === share.worth) return `counts ${words.amount(contributes)}`;
  if (share.contributes === 0n && share.taken.back === 0n)
    return `has ${words.amount(worth)}, but another event decides`;
  return `counts ${words.amount(contributes)} of ${words.amount(worth)}`;
}

function explainedReversal({ fact, reverses, taken }: TracedReversal): ExplainedReversal {
  return { ...namedFact(fact), reverses, amount: Number(taken.of), takesBack: Number(taken.of - taken.back) };
}

function reversalWords({ type, id, amount, takesBack }: ExplainedReversal, words: Words): string {
  if (takesBack === amount) return `${type} ${id} takes back ${words.number(amount)}.`;
  const left = takesBack === 0 ? 'nothing' : words.number(takesBack);
  return `${type} ${id} took back ${words.number(amount)}, of which ${left} is left.`;
}
