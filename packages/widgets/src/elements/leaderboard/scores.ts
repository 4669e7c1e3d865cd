import type { BoardPage, BoardSummary } from '@engagement/sdk';
import type { Localize } from '../../internal/localize.ts';
import { everyone } from './rows.ts';

/** From here on a score is shortened on screen, such as 12.3M; the whole number stays in its title. */
const LONG = 10_000_000;

export interface Score {
  text: string;
  full: string;
}

/** How the scores of a page are written. */
export function scoreFormat(page: BoardPage, localize: Localize): (score: number) => Score {
  return page.board.score === 'growth' ? growthFormat(page.board, localize) : valueFormat(page, localize);
}

/** Growth of 0.45 is "+45%": with a sign, and with the decimal places that the board has of a percent. */
function growthFormat({ scale }: BoardSummary, localize: Localize): (score: number) => Score {
  const decimals = Math.max(0, scale - 2);
  const whole = { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 } as const;
  const inFull = { ...whole, minimumFractionDigits: decimals, maximumFractionDigits: decimals } as const;
  return (score) => ({ text: localize.number(score, whole), full: localize.number(score, inFull) });
}

/**
 * With one number of decimals for all. Where the board's unit has a currency a
 * score is a whole number of its minor units, else it is the number itself.
 */
function valueFormat(page: BoardPage, localize: Localize): (score: number) => Score {
  const style = moneyStyle(page.board);
  const digits = style ? digitsOf(style) : 0;
  const divisor = 10 ** digits;
  const whole = everyone(page).every(({ score }) => score % divisor === 0);
  // cents are left out where nobody on the page has any
  const decimals = style ? (whole ? 0 : digits) : page.board.scale;
  const inFull = { ...style, minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const short = { ...style, notation: 'compact', maximumFractionDigits: 1 } as const;
  return (score) => {
    const value = score / divisor;
    const full = localize.number(value, inFull);
    return { full, text: Math.abs(value) < LONG ? full : localize.number(value, short) };
  };
}

/** What the score counts, as the head of its column. */
export function scoreLabel({ unit, score }: BoardSummary, localize: Localize): string {
  if (score === 'growth') return localize.say('growth');
  const label = unit?.label;
  if (!label) return localize.say('score');
  return label.charAt(0).toLocaleUpperCase(localize.lang()) + label.slice(1);
}

/** How a board writes money; null where its unit has no currency. */
export function moneyStyle({ unit }: BoardSummary): Intl.NumberFormatOptions | null {
  const currency = unit?.currency;
  return currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : null;
}

/** Digits after the point in a currency: 2 for EUR, 0 for JPY. */
export function digitsOf(style: Intl.NumberFormatOptions): number {
  return new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2;
}
