import type { Localize } from './localize.ts';

/** How long ago, such as "12s ago" (narrow). */
export function ago(milliseconds: number, localize: Localize): string {
  const [value, unit] = largestUnit(milliseconds);
  const words = (style: 'narrow' | 'short') =>
    new Intl.RelativeTimeFormat(spoken(localize), { style, numeric: 'auto' }).format(-value, unit);
  const narrow = words('narrow');
  // "-12 s", as in French, does not go into a sentence
  return /^[-−]/.test(narrow) ? words('short') : narrow;
}

/** A length of time, such as "2 minutes". */
export function duration(milliseconds: number, localize: Localize): string {
  const [value, unit] = largestUnit(milliseconds);
  return new Intl.NumberFormat(spoken(localize), { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** The language of the sentence that a time goes into: the page's, or English where we have no words for that. */
function spoken(localize: Localize): string {
  const [page, words] = [localize.lang(), localize.term('$code')];
  return page.split('-')[0] === words.split('-')[0] ? page : words;
}

function largestUnit(milliseconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}
