import { en } from './en.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const PLAIN = 'AaCcDdEeGgIiKkLlNnOoRrSsTtUuWwYyZz';
const MARKED = 'ÅåÇçÐðÉéĜĝÎîĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž';

/** English in marked letters, half as long again and in brackets, so that words which are not ours, or cut off, are seen. */
function stretch(text: string): string {
  const marked = [...text].map((letter) => MARKED[PLAIN.indexOf(letter)] ?? letter).join('');
  return `[${marked}${'·'.repeat(Math.ceil(text.length / 2))}]`;
}

function pseudo(term: unknown): unknown {
  if (typeof term === 'string') return stretch(term);
  if (typeof term !== 'function') return term;
  return (...args: unknown[]) => pseudo(term(...args));
}

const terms = Object.entries(en).filter(([key]) => !key.startsWith('$'));

/** A pseudo-locale for tests and for the eye. */
export const enXA = {
  ...Object.fromEntries(terms.map(([key, term]) => [key, pseudo(term)])),
  $code: 'en-XA',
  $name: 'Pseudo-English',
  $dir: 'ltr',
} as Terms;

registerLocale(enXA);
