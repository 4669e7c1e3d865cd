import type { BoardSummary, Entry, Explanation } from '@engagement/contract';

type Step = Explanation['steps'][number];
type Fact = NonNullable<Explanation['facts']>[number];

const DAY = 86_400_000;
/** What one made-up sale brings, in minor units. */
const SALE = 1_900;
/** Reviews behind a made-up average. */
const REVIEWS = 38;
/** What a made-up growth grew from. */
const BASE = 200;

interface Standing {
  of: Entry;
  at: number;
  entries: readonly Entry[];
}

/** Steps from activities to the rank that fit what the board shows. */
export function stepsTo({ of, at, entries }: Standing, board: BoardSummary): Step[] {
  const { rank, score } = of;
  const total = entries.length;
  const better = entries.findIndex((entry) => entry.score === score);
  const others = entries.filter((entry) => entry.score === score).length - 1;
  const ahead = at - better;
  const tie: Step = {
    kind: 'tie',
    text: `Tied with ${others} at ${score}.`,
    score,
    others,
    ahead,
    reachedAt: null,
    before: beside(ahead > 0 ? entries[at - 1] : undefined),
    after: beside(ahead < others ? entries[at + 1] : undefined),
  };
  return [
    formulaStep(score, board),
    ...minimumSteps(board),
    { kind: 'rank', text: `Rank ${rank} of ${total}.`, rank, place: at + 1, better, total },
    ...(others > 0 ? [tie] : []),
  ];
}

const beside = (entry: Entry | undefined) => (entry ? { id: entry.id, decidedBy: 'reached' as const } : null);

function formulaStep(score: number, { score: kind, prior, scale, unit }: BoardSummary): Step {
  if (kind === 'average') {
    const { weight = 0, mean } = prior ?? {};
    const drawn = mean == null ? null : { weight, mean, sum: mean * 1000, count: 1000 };
    const sum = round(score * REVIEWS + (drawn ? weight * (score - drawn.mean) : 0), scale);
    return { kind, text: `${REVIEWS} events add up to ${sum}.`, sum, count: REVIEWS, prior: drawn, score };
  }
  if (kind === 'growth') {
    const span = (value: number) => ({ value, days: 4, start: null, end: null });
    const now = round((score + 1) * (BASE + 1) - 1, 0);
    const text = `${now} in the first 4 days of this period, after ${BASE}.`;
    return { kind, text, now: span(now), before: span(BASE), damping: 1, minimumBase: 10, score };
  }
  const fold = unit?.currency ? 'sum' : 'count';
  const count = unit?.currency ? Math.ceil(score / SALE) : score;
  return { kind: 'total', text: `${count} events add up to ${score}.`, fold, count, score, decidedBy: null };
}

function minimumSteps({ minimum, minimumCount }: BoardSummary): Step[] {
  if (minimum === null && minimumCount === null) return [];
  return [{ kind: 'minimum', text: 'This board has a minimum.', minimum, minimumCount, keptOut: false }];
}

const round = (value: number, places: number) => Number(value.toFixed(places));

/** The three newest activities behind a score; one of them was partly taken back. */
export function factsBehind({ score, scale, unit }: BoardSummary, now: number): Fact[] {
  const reviews = score === 'average';
  const worth = unit?.currency ? SALE : reviews ? 5 : 1;
  const type = unit?.currency ? 'purchase.completed' : reviews ? 'review.submitted' : 'asset.downloaded';
  const fact = (id: string, daysAgo: number, kind = type) => ({
    source: 'shop',
    id,
    trust: 'server' as const,
    type: kind,
    time: new Date(now - daysAgo * DAY).toISOString(),
  });
  const whole = { worth, contributes: worth, counts: true, amount: 1, takenBack: 0, reversals: [] };
  const newest = [1, 2, 3].map((daysAgo) => {
    const named = fact(`fact-${daysAgo}`, daysAgo);
    return { ...named, text: `${named.type}, ${named.time}: counts ${worth}.`, ...whole };
  });
  if (!unit?.currency) return newest;
  const { source, id, trust } = fact('fact-2', 2);
  const refund = { ...fact('refund-2', 1, 'purchase.refunded'), reverses: { source, id, trust } };
  const back = round(worth / 4, scale);
  return newest.map((one) =>
    one.id !== id
      ? { ...one, amount: worth }
      : {
          ...one,
          amount: worth,
          contributes: worth - back,
          takenBack: back,
          reversals: [{ ...refund, amount: back, takesBack: back }],
        },
  );
}
