import type { Explanation } from '@engagement/sdk';
import { boardPage } from '@engagement/sdk/testing';
import { expect, test } from 'vitest';
import type { Localize } from '../../../internal/localize.ts';
import { en } from '../../../locales/en.ts';
import { figuresOf } from './figures.ts';
import { stepWords } from './steps.ts';

type Step = Explanation['steps'][number];
/** Each kind without its text, which is the server's. */
type Bare<S> = S extends unknown ? Omit<S, 'text'> : never;
type Board = ReturnType<typeof boardPage>['board'];

/** What the English widget says, as far as a document is not needed for it. */
const localize = {
  say: (key: keyof typeof en, ...args: never[]) => {
    const term = en[key] as string | ((...args: never[]) => string);
    return typeof term === 'function' ? term(...args) : term;
  },
  lang: () => 'en',
  number: (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat('en', options).format(value),
  date: (value: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }).format(value),
} as unknown as Localize;

function told(step: Bare<Step>, board: Partial<Board> = {}) {
  const page = boardPage();
  const figures = figuresOf({ ...page, board: { ...page.board, ...board } }, localize);
  const words = stepWords({ text: 'In English', ...step } as Step, {
    say: localize.say,
    figures,
    ranks: board.ranks ?? 'competition',
  });
  const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '').replace(/\s/g, ' ');
  return words && [...words.sentences, ...(words.formula ? [words.formula] : [])].map(plain);
}

const euros = { unit: { label: 'revenue', currency: 'EUR' } };
const decidedBy = { source: 'shop', id: 'a', trust: 'server', type: 'x.y', time: '2026-11-24T10:00:03Z' } as const;
const total = (fold: string, count: number, score: number, rest = {}) =>
  ({ kind: 'total', fold, count, score, decidedBy: null, ...rest }) as Bare<Step>;
const tie = { kind: 'tie', score: 80, others: 2, ahead: 1, reachedAt: null, before: null, after: null } as const;

test.each<[Bare<Step>, Partial<Board>, string[]]>([
  [total('count', 1, 1), {}, ['1 activity counts.']],
  [total('sum', 2, 950), euros, ['2 activities add up to €9.50.']],
  [total('unique', 3, 1), {}, ['3 activities hold 1 different value.']],
  [
    total('max', 3, 90, { decidedBy }),
    {},
    ['The highest of 3 activities is 90.', 'It was first reached on Nov 24, 2026, 10:00:03 AM.'],
  ],
  [total('min', 0, 0), {}, ['Nothing counts any more.']],
  [
    { kind: 'average', sum: 13.6, count: 3, prior: null, score: 4.53 },
    { score: 'average', scale: 2 },
    ['3 activities add up to 13.6.', '13.6 ÷ 3 = 4.53'],
  ],
  [
    { kind: 'average', sum: 13.6, count: 3, prior: { weight: 5, mean: 4.1, sum: 41, count: 10 }, score: 4.26 },
    { score: 'average', scale: 2 },
    [
      '3 activities add up to 13.6.',
      'Small numbers are drawn towards the mean of all, 4.1, as if 5 more activities had it.',
      '(5 × 4.1 + 13.6) ÷ (5 + 3) = 4.26',
    ],
  ],
  [
    {
      kind: 'growth',
      now: { value: 300, days: 4, start: null, end: null },
      before: { value: 200, days: 4, start: null, end: null },
      damping: 1,
      minimumBase: 1,
      score: 0.498,
    },
    { score: 'growth', scale: 3 },
    ['300 in the first 4 days of this period, 200 in as many of the one before.', '(300 + 1) ÷ (200 + 1) − 1 = +49.8%'],
  ],
  [
    { kind: 'minimum', minimum: null, minimumCount: 5, keptOut: true },
    {},
    ['This board ranks from 5 activities on.', 'You have not reached that yet.'],
  ],
  [{ kind: 'dropped', value: 40, count: 1 }, {}, ['1 activity of these, worth 40, is no longer kept one by one.']],
  [
    { kind: 'sealed', score: 80, now: 70 },
    {},
    ['The season was sealed with 80, and that stands.', 'By now the activities come to 70.'],
  ],
  [{ kind: 'sealed', score: 80, now: 80 }, {}, ['The season was sealed with 80, and that stands.']],
  [{ kind: 'rank', rank: 2, place: 3, better: 1, total: 4 }, {}, ['Rank 2 of 4.', '1 entry has a better score.']],
  [
    { kind: 'rank', rank: 3, place: 3, better: 1, total: 4 },
    { ranks: 'ordinal' },
    ['Rank 3 of 4.', '2 entries stand before you.'],
  ],
  [
    { kind: 'rank', rank: 2, place: 4, better: 3, total: 4 },
    { ranks: 'dense' },
    ['Rank 2 of 4.', 'There is 1 better score.'],
  ],
  [{ kind: 'rank', rank: 1, place: 1, better: 0, total: 4 }, {}, ['Rank 1 of 4.', 'Nobody has a better score.']],
  [
    { ...tie, after: { id: 'late', decidedBy: 'id' } },
    euros,
    [
      'You share €0.80 with 2 others.',
      'Whoever reached a score first stands before.',
      'Where it was the same instant, the ids decide.',
      'Before you: 1. After you: 1.',
    ],
  ],
])('%j is told from its numbers', (step, board, words) => {
  expect(told(step, board)).toEqual(words);
});

test('A kind that is newer than this code is left to the server', () => {
  expect(told({ kind: 'handicap' } as never)).toBeNull();
});
