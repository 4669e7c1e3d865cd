import type { BoardPage } from '@engagement/sdk';
import { isolated } from '../../../internal/isolated.ts';
import type { Localize } from '../../../internal/localize.ts';
import { digitsOf, moneyStyle, scoreFormat } from '../scores.ts';

/** How the numbers behind a score are written. */
export interface Figures {
  /** A count. */
  count(value: number): string;
  /** A score of the board, as its rows show it. */
  score(value: number): string;
  /** A number of the board's metric, with its currency. */
  amount(value: number): string;
  /** The same for a formula: without its currency. */
  term(value: number): string;
  percent(value: number): string;
  instant(time: string): string;
  day(time: string): string;
}

/** The figures of a page, each kept whole in sentences of any direction. */
export function figuresOf(page: BoardPage, localize: Localize): Figures {
  const style = moneyStyle(page.board);
  const digits = style ? digitsOf(style) : 0;
  const number = (value: number, options?: Intl.NumberFormatOptions) => isolated(localize.number(value, options));
  const date = (time: string, options: Intl.DateTimeFormatOptions) => isolated(localize.date(new Date(time), options));
  const score = scoreFormat(page, localize);
  const plain = { maximumFractionDigits: 6 };
  return {
    count: (value) => number(value),
    score: (value) => isolated(score(value).full),
    amount: (value) => (style ? number(value / 10 ** digits, style) : number(value, plain)),
    term: (value) => localize.number(value / 10 ** digits, plain),
    percent: (value) => number(value, { style: 'percent', maximumFractionDigits: 0 }),
    instant: (time) => date(time, { dateStyle: 'medium', timeStyle: 'medium' }),
    day: (time) => date(time, { day: 'numeric', month: 'short' }),
  };
}
