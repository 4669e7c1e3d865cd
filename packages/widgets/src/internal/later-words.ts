import { registerTranslation } from '@shoelace-style/localize';
import { en } from '../locales/en.ts';
import { enFirst } from '../locales/en-first.ts';

/** Adds the words that a widget does without until its first rows are on screen. */
export function registerLaterWords(): void {
  // English stands in for every language that lacks a word, as the object that was registered first
  registerTranslation(Object.assign(enFirst, en));
}
