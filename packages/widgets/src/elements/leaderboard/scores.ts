import type { BoardPage, BoardSummary } from '@engagement/sdk';
import type { Localize } from '../../internal/localize.ts';

/** From here on a score is shortened on screen, such as 12.3M; the whole number stays in its title. */
const LONG = 10_000_000;

export interface Score {
  text: string;
  full: string;
}

/** How the scores of a page are written: one number of decimals for all, money out of its minor units. */
export function scoreFormat(page: BoardPage, localize: Localize): (score: number) => Score {
  const { board } = page;
  const currency = board.unit?.currency ?? null;
  const { divisor, decimals } = currency
    ? money(page, currency, localize.lang())
    : { divisor: 1, decimals: board.scale };
  const style: Intl.NumberFormatOptions = currency
    ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
    : {};
  const whole = { ...style, minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const short = { ...style, notation: 'compact', maximumFractionDigits: 1 } as const;
  return (score) => {
    const value = score / divisor;
    const full = localize.number(value, whole);
    return { full, text: Math.abs(value) < LONG ? full : localize.number(value, short) };
  };
}

/** What the score counts, as the head of its column. */
export function scoreLabel(board: BoardSummary, localize: Localize): string {
  const label = board.unit?.label;
  if (!label) return localize.say('score');
  return label.charAt(0).toLocaleUpperCase(localize.lang()) + label.slice(1);
}

/** Cents are left out where nobody on the page has any. */
function money(page: BoardPage, currency: string, lang: string): { divisor: number; decimals: number } {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat(lang, {
    style: 'currency',
    currency,
  }).resolvedOptions();
  const divisor = 10 ** digits;
  const scores = page.me ? [...page.data, page.me] : page.data;
  return { divisor, decimals: scores.every((entry) => entry.score % divisor === 0) ? 0 : digits };
}
