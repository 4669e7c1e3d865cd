import { registerTranslation } from '@shoelace-style/localize';
import { enFirst } from './en-first.ts';
import type { Terms } from './terms.ts';

// What is registered first stands in for every word that another language lacks.
registerTranslation(enFirst as Terms); // the rest comes with what needs it

/** Makes a language known to all widgets of the page. Those that are shown in it already change over. */
export const registerLocale = registerTranslation as (...locales: Terms[]) => void;
