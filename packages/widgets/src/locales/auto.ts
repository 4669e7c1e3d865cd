import { loadWanted } from './register.ts';

const LOCALES: Record<string, () => Promise<unknown>> = {
  ar: () => import('./ar.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  he: () => import('./he.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt-BR.ts'),
  tr: () => import('./tr.ts'),
  zh: () => import('./zh-CN.ts'),
};

// Each language that a widget on the page is shown in, as soon as there is one. English is there already.
loadWanted((language) => {
  const locale = language === 'en-XA' ? () => import('./en-XA.ts') : LOCALES[language.split('-')[0] ?? ''];
  locale?.().catch((error: unknown) => console.error(`[engagement] The words for "${language}" did not load.`, error));
});
