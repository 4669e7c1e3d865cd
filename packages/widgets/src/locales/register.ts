import { registerTranslation } from '@shoelace-style/localize';
import { enFirst } from './en-first.ts';
import type { Terms } from './terms.ts';

// What is registered first stands in for every word that another language lacks.
registerTranslation(enFirst as Terms); // the rest comes with what needs it

/** Makes a language known to all widgets of the page. Those that are shown in it already change over. */
export const registerLocale = (...locales: Terms[]): void => registerTranslation(...locales);

type Loader = (language: string) => void;

const wanted = new Set<string>();
let load: Loader = () => {};

/** Notes that a widget is shown in a language. */
export function want(language: string): void {
  wanted.add(language);
  load(language);
}

/** Has every language loaded in which a widget is shown, now or later. */
export function loadWanted(loader: Loader): void {
  load = loader;
  for (const language of wanted) load(language);
}
