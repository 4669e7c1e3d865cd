/** The forms that a word takes with numbers, in the languages that are shipped. A test holds them to `Intl`. */
export interface PluralForms {
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
  de: 'one' | 'other';
  en: 'one' | 'other';
  es: 'one' | 'many' | 'other';
  fr: 'one' | 'many' | 'other';
  he: 'one' | 'two' | 'other';
  it: 'one' | 'many' | 'other';
  ja: 'other';
  ko: 'other';
  nl: 'one' | 'other';
  pl: 'one' | 'few' | 'many' | 'other';
  'pt-BR': 'one' | 'many' | 'other';
  'zh-CN': 'other';
}

/** A word in every form that the language has for numbers. */
export type Forms<Language extends keyof PluralForms> = Record<PluralForms[Language], string>;

/** The form that a number takes in a language: `plural(2, { one: 'place', other: 'places' })`. */
export function pluralIn<Language extends keyof PluralForms>(language: Language) {
  const rules = new Intl.PluralRules(language);
  return (count: number, forms: Forms<Language>): string => choose(rules, count, forms);
}

/** The forms of "42nd" in the languages that write more than one. */
export interface OrdinalForms {
  en: 'one' | 'two' | 'few' | 'other';
  fr: 'one' | 'other';
}

/** The form of a place in an order: `nth(2, { one: 'st', two: 'nd', few: 'rd', other: 'th' })`. */
export function ordinalIn<Language extends keyof OrdinalForms>(language: Language) {
  const rules = new Intl.PluralRules(language, { type: 'ordinal' });
  return (rank: number, forms: Record<OrdinalForms[Language], string>): string => choose(rules, rank, forms);
}

function choose(rules: Intl.PluralRules, number: number, forms: Partial<Record<Intl.LDMLPluralRule, string>>): string {
  // an engine may know a form that the language got or lost since
  return forms[rules.select(number)] ?? forms.other ?? '';
}
