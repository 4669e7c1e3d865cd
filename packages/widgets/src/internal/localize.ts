import { LocalizeController, registerTranslation } from '@shoelace-style/localize';
import { en } from '../locales/en.ts';
import type { Messages, Terms } from '../locales/terms.ts';

registerTranslation(en);

const formats = new Map<string, Intl.NumberFormat>();

type Words = Omit<Terms, '$code' | '$name' | '$dir'>;
type Arguments<K extends keyof Words> = Words[K] extends (...args: infer A) => string ? A : [];

/** Words, numbers and times in the language of an element: its own `lang`, else that of the nearest ancestor. */
export class Localize extends LocalizeController<Terms> {
  /** Words that the page puts in place of ours. */
  messages: Messages = {};

  /** A language that every format of `Intl` accepts, whatever the page says. */
  override lang(): string {
    const near = this.host.closest?.('[lang]:not([lang=""])')?.getAttribute('lang') ?? super.lang();
    try {
      return new Intl.Locale(near.replace('_', '-')).toString();
    } catch {
      return 'en';
    }
  }

  say<K extends keyof Words & string>(key: K, ...args: Arguments<K>): string {
    const own = this.messages[key] as string | ((...args: Arguments<K>) => string) | undefined;
    if (own === undefined) return this.term(key, ...(args as never));
    return typeof own === 'function' ? own(...args) : own;
  }

  /** Making a format costs much more than using it, and a board writes hundreds of numbers. */
  override number(value: number, options: Intl.NumberFormatOptions = {}): string {
    const lang = this.lang();
    const key = lang + JSON.stringify(options);
    const format = formats.get(key) ?? new Intl.NumberFormat(lang, options);
    formats.set(key, format);
    return format.format(value);
  }
}
