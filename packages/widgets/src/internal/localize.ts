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

  override lang(): string {
    return this.host.closest('[lang]:not([lang=""])')?.getAttribute('lang') ?? super.lang();
  }

  say<K extends keyof Words & string>(key: K, ...args: Arguments<K>): string {
    const own = this.messages[key] as string | ((...args: Arguments<K>) => string) | undefined;
    if (own === undefined) return this.term(key, ...(args as never));
    return typeof own === 'function' ? own(...args) : own;
  }

  override number(value: number, options: Intl.NumberFormatOptions = {}): string {
    const key = `${this.lang()} ${JSON.stringify(options)}`;
    const format = formats.get(key) ?? new Intl.NumberFormat(this.#safeLang(), options);
    formats.set(key, format);
    return format.format(value);
  }

  /** A time of day, such as 14:02. */
  time(at: number): string {
    return new Intl.DateTimeFormat(this.#safeLang(), { timeStyle: 'short' }).format(at);
  }

  /** How long ago, such as "12s ago" (narrow). */
  ago(milliseconds: number): string {
    const [value, unit] = largestUnit(milliseconds);
    return new Intl.RelativeTimeFormat(this.#safeLang(), { style: 'narrow', numeric: 'auto' }).format(-value, unit);
  }

  /** A length of time, such as "2 minutes". */
  duration(milliseconds: number): string {
    const [value, unit] = largestUnit(milliseconds);
    return this.number(value, { style: 'unit', unit, unitDisplay: 'long' });
  }

  #safeLang(): string {
    try {
      return Intl.getCanonicalLocales(this.lang())[0] ?? 'en';
    } catch {
      return 'en';
    }
  }
}

function largestUnit(milliseconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return [seconds, 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}
