import { registerTranslation } from '@shoelace-style/localize';
import { enFirst } from '../locales/en-first.ts';
import { enLater } from '../locales/en-later.ts';

/** Adds the words that a widget does without until its first rows are on screen. */
export function registerLaterWords(): void {
  // English stands in for every language that lacks a word, as the object that was registered first
  registerTranslation(Object.assign(enFirst, enLater));
}
