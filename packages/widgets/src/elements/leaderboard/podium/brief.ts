import type { BoardPage } from '@engagement/sdk';
import type { Localize } from '../../../internal/localize.ts';
import { digitsOf } from '../scores.ts';

/** So many characters fit beside each other in the narrowest podium. */
const ROOM = 7;
/** From here on thousands are counted, such as 123K. */
const LONG = 100_000;

/** The score in few characters, `text` where that is short enough: without cents and places, from 100,000 on with three figures. */
export function brief(score: number, text: string, { board }: BoardPage, localize: Localize): string {
  if (text.length <= ROOM || board.score === 'growth') return text;
  const currency = board.unit?.currency;
  const style: Intl.NumberFormatOptions = currency
    ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
    : {};
  const value = currency ? score / 10 ** digitsOf(style) : score;
  const isLong = Math.round(Math.abs(value)) >= LONG;
  return localize.number(value, {
    ...style,
    ...(isLong ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 }),
  });
}
