import { LocalizeController } from '@shoelace-style/localize';
import '../locales/register.ts';
import type { Messages, Terms } from '../locales/terms.ts';

const formats = new Map<string, Intl.NumberFormat>();
const languages = new Map<string, string>();

type Words = Omit<Terms, '$code' | '$name' | '$dir'>;
type Arguments<K extends keyof Words> = Words[K] extends (...args: infer A) => unknown ? A : [];
type Answer<K extends keyof Words> = Words[K] extends (...args: never) => infer R ? R : string;

/** A page's own way to write numbers and dates, in place of `Intl` with these options. */
export interface Format {
  number?: (value: number, options: Intl.NumberFormatOptions, lang: string) => string;
  date?: (value: Date, options: Intl.DateTimeFormatOptions, lang: string) => string;
}

/** Words, numbers and times in the language of an element: its own `lang`, else that of the nearest ancestor. */
export class Localize extends LocalizeController<Terms> {
  /** Words that the page puts in place of ours. */
  messages: Messages = {};
  format: Format = {};

  /** A language that every format of `Intl` accepts, whatever the page says. */
  override lang(): string {
    const near = this.host.closest?.('[lang]:not([lang=""])')?.getAttribute('lang') ?? super.lang();
    const known = languages.get(near) ?? canonical(near);
    languages.set(near, known);
    return known;
  }

  say<K extends keyof Words & string>(key: K, ...args: Arguments<K>): Answer<K> {
    const own = this.messages[key] as string | ((...args: Arguments<K>) => string) | undefined;
    if (own === undefined) return this.term(key, ...(args as never)) as Answer<K>;
    return (typeof own === 'function' ? own(...args) : own) as Answer<K>;
  }

  /** Making a format costs much more than using it, and a board writes hundreds of numbers. */
  override number(value: number, options: Intl.NumberFormatOptions = {}): string {
    const lang = this.lang();
    if (this.format.number) return this.format.number(value, options, lang);
    const key = lang + JSON.stringify(options);
    const format = formats.get(key) ?? new Intl.NumberFormat(lang, options);
    formats.set(key, format);
    return format.format(value);
  }

  override date(value: Date, options: Intl.DateTimeFormatOptions): string {
    return this.format.date?.(value, options, this.lang()) ?? super.date(value, options);
  }
}

function canonical(lang: string): string {
  try {
    return new Intl.Locale(lang.replace('_', '-')).toString();
  } catch {
    return 'en';
  }
}
