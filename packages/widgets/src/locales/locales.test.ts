import { readdirSync } from 'node:fs';
import { ACTIVITY_TYPES } from '@engagement/contract';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import type { Forms, OrdinalForms, PluralForms } from './plural.ts';
import type { Terms } from './terms.ts';

/** One file exports one language, beside English in its two parts and what they all need. */
const HELPERS = new Set(['auto.ts', 'en-first.ts', 'en-later.ts', 'en-why.ts', 'plural.ts', 'register.ts', 'terms.ts']);
const files = readdirSync(import.meta.dirname).filter((file) => !file.includes('.test.') && !HELPERS.has(file));
const modules = await Promise.all(files.map((file) => import(`./${file.slice(0, -3)}.ts`)));
const locales: Terms[] = modules.map((module) => Object.values(module).find(isTerms) as Terms);

function isTerms(value: unknown): value is Terms {
  return typeof value === 'object' && value !== null && '$code' in value;
}

/** Every form of the language; the types hold each word to them. */
const FORMS: { [Language in keyof PluralForms]: Forms<Language> } = {
  ar: { zero: '', one: '', two: '', few: '', many: '', other: '' },
  de: { one: '', other: '' },
  en: { one: '', other: '' },
  es: { one: '', many: '', other: '' },
  fr: { one: '', many: '', other: '' },
  he: { one: '', two: '', other: '' },
  it: { one: '', many: '', other: '' },
  ja: { other: '' },
  ko: { other: '' },
  nl: { one: '', other: '' },
  pl: { one: '', few: '', many: '', other: '' },
  'pt-BR': { one: '', many: '', other: '' },
  'zh-CN': { other: '' },
};
const ORDINAL_FORMS: { [Language in keyof OrdinalForms]: Record<OrdinalForms[Language], ''> } = {
  en: { one: '', two: '', few: '', other: '' },
  fr: { one: '', other: '' },
};
const categories = (language: string, type: Intl.PluralRuleType) =>
  new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories.sort();

test('Fourteen languages and the pseudo-locale are shipped', () => {
  expect(locales.map(({ $code }) => $code).sort()).toEqual(
    ['ar', 'de', 'en', 'en-XA', 'es', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt-BR', 'tr', 'zh-CN'].sort(),
  );
});

test.each(Object.entries(FORMS))('The plural forms of %s are those of Intl', (language, forms) => {
  expect(Object.keys(forms).sort()).toEqual(categories(language, 'cardinal'));
});

test.each(Object.entries(ORDINAL_FORMS))('The ordinal forms of %s are those of Intl', (language, forms) => {
  expect(Object.keys(forms).sort()).toEqual(categories(language, 'ordinal'));
});

/** What the words of each kind are given. */
const KINDS = ['user', 'creator', 'asset', 'team'];
const PERIODS = ['day', 'week', 'month', 'season', 'all-time'].flatMap((window) =>
  window === 'all-time' ? [window] : [window, `${window}:previous`],
);
/** Numbers of every plural form of every language. */
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 22, 100, 1_000_000];

/** Terms that begin with a number and how it is written. */
const COUNTED = new Set<string>(
  'whyCount whySum whyHighest whyLowest whyPrior whyGrowth whyFloorCount whyDropped whyBetter whyBetterScores whyBefore whyTied'.split(
    ' ',
  ),
);

/** Some calls of a term, with arguments as the widgets give them. */
function callsOf(key: keyof Terms, term: (...args: never[]) => unknown): unknown[][] {
  if (key === 'subject') return KINDS.map((kind) => [kind]);
  if (key === 'subjects' || key === 'between')
    return KINDS.flatMap((kind) => COUNTS.map((count) => [kind, count, `${count}`]));
  if (key === 'movedUp' || key === 'movedDown') return COUNTS.map((count) => [count, `${count}`]);
  if (key === 'ownRankUp' || key === 'ownRankDown')
    return COUNTS.map((count) => [count + 1, `${count + 1}`, count, `${count}`]);
  if (key === 'periodName') return PERIODS.map((period) => [period]);
  if (key === 'activity') return [...Object.keys(ACTIVITY_TYPES), 'tutorial.published'].map((type) => [type]);
  if (key === 'whyUnique') return COUNTS.flatMap((count) => COUNTS.map((v) => [count, `${count}`, v, `${v}`]));
  if (COUNTED.has(key)) return COUNTS.map((count) => [count, `${count}`, '«2»', '«3»'].slice(0, term.length));
  if (key === 'prizeRanks')
    return [
      ['1', '1'],
      ['2', '3'],
    ];
  return [Array.from({ length: term.length }, (_, at) => `«${at}»`)];
}

const keys = Object.keys(en) as Array<keyof Terms>;

describe.each(locales)('In $name', (locale) => {
  test('no word is missing and none is left over', () => {
    expect(Object.keys(locale).sort()).toEqual([...keys].sort());
  });

  test('every word is said in full for every kind and number', () => {
    for (const key of keys) {
      const english: unknown = en[key];
      const term: unknown = locale[key];
      expect(typeof term, key).toBe(typeof english);
      if (typeof term !== 'function') expect(term, key).toMatch(/\S/);
      else for (const args of callsOf(key, english as never)) expectSaid(key, term(...args), args, english);
    }
  });
});

function expectSaid(key: string, said: unknown, args: unknown[], english: unknown): void {
  const call = `${key}(${args.join(', ')})`;
  if ((english as (...args: unknown[]) => unknown)(...args) === null) {
    expect(said, call).toBeNull();
    return;
  }
  expect(said, call).toMatch(/\S/);
  expect(said, call).not.toMatch(/\b(undefined|null|NaN)\b|\[object/);
  for (const arg of args) if (String(arg).startsWith('«')) expect(said, call).toContain(arg);
}

test('A language that is not English says hardly anything in English', () => {
  for (const locale of locales.filter(({ $code }) => $code !== 'en')) {
    const same = keys.filter((key) => !key.startsWith('$') && typeof en[key] === 'string' && locale[key] === en[key]);
    expect(same.length, `${locale.$code}: ${same.join(', ')}`).toBeLessThanOrEqual(4);
  }
});

test('Numbers take the form that their language wants', () => {
  const words = Object.fromEntries(locales.map((locale) => [locale.$code, locale]));
  expect(words.pl?.movedUp(1, '1')).toBe('o 1 miejsce w górę');
  expect(words.pl?.movedUp(3, '3')).toBe('o 3 miejsca w górę');
  expect(words.pl?.movedUp(5, '5')).toBe('o 5 miejsc w górę');
  expect(words.pl?.movedUp(22, '22')).toBe('o 22 miejsca w górę');
  expect(words.ar?.subjects('creator', 2, '2')).toBe('مبدعان');
  expect(words.ar?.subjects('creator', 3, '3')).toBe('3 مبدعين');
  expect(words.ar?.subjects('creator', 11, '11')).toBe('11 مبدعًا');
  expect(words.fr?.subjects('creator', 1_000_000, '1 000 000')).toBe('1 000 000 de créateurs');
  expect(words.he?.subjects('user', 2, '2')).toBe('שני חברים');
  expect(words.en?.ownRankUp(42, '42', 6, '6')).toBe('You are 42nd, up 6 ranks.');
  expect(words.en?.ownRankUp(11, '11', 1, '1')).toBe('You are 11th, up 1 rank.');
  expect(words.fr?.ownRankUp(1, '1', 1, '1')).toBe('Vous êtes 1er et gagnez 1 rang.');
  expect(words.pl?.whySum(3, '3', '9')).toBe('3 aktywności dają razem 9.');
  expect(words.pl?.whyBetter(5, '5')).toBe('5 pozycji ma lepszy wynik.');
  expect(words.de?.whyBetter(1, '1')).toBe('1 Eintrag hat ein besseres Ergebnis.');
  expect(words.ar?.whyCount(2, '2')).toBe('المحتسب: نشاطان.');
});

test('The pseudo-locale is longer than English, in brackets, and keeps figures', () => {
  const pseudo = locales.find(({ $code }) => $code === 'en-XA');
  expect(pseudo?.retry).toMatch(/^\[Ŕé.+·+\]$/);
  expect(pseudo?.subjects('creator', 1289, '1,289')).toContain('1,289');
});
