import { CURRENCY } from './catalogue.ts';

/** A place on a board, as the engagement server tells it. */
export interface Place {
  readonly rank: number;
  readonly score: number;
}

const euros = new Intl.NumberFormat('en-IE', {
  style: 'currency',
  currency: CURRENCY,
  trailingZeroDisplay: 'stripIfInteger',
});
const counts = new Intl.NumberFormat('en-IE');

/** `€18`, `€18.50`, or `Free`. */
export function price(minor: number): string {
  return minor === 0 ? 'Free' : euros.format(minor / 100);
}

const BOARDS = {
  'weekly-downloads': {
    name: 'Most downloaded this week',
    score: (n: number) => (n === 1 ? '1 download' : `${counts.format(n)} downloads`),
  },
  'top-creators': { name: 'Top creators', score: (n: number) => `${euros.format(n / 100)} of sales` },
} as const;
export type BoardKey = keyof typeof BOARDS;

/** What an action did to a place, in one sentence. `before` and `after` are what the board said. */
export function movement(board: BoardKey, name: string, before: Place | null, after: Place | null): string {
  const { name: title, score } = BOARDS[board];
  if (after?.score === before?.score) return `${title} has not counted it yet.`;
  if (after === null) return `${title}: ${name} left the board.`;
  const points = `with ${score(after.score)}`;
  if (before === null) return `${title}: ${name} came in at ${after.rank}, ${points}.`;
  if (after.rank === before.rank) return `${title}: ${name} stayed at ${after.rank}, now ${points}.`;
  const verb = after.rank < before.rank ? 'rose' : 'fell';
  return `${title}: ${name} ${verb} from ${before.rank} to ${after.rank}, ${points}.`;
}
