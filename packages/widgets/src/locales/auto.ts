import { docsOf } from '../internal/docs-of.ts';

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

const asked = new Set<string>();

/** Loads the words of a language that we have. English is there already. */
function load(language: string): void {
  const [name = ''] = language.toLowerCase().split(/[-_]/);
  const locale = /^en[-_]xa$/i.test(language) ? () => import('./en-XA.ts') : LOCALES[name];
  if (!locale || asked.has(language)) return;
  asked.add(language);
  locale().catch((error: unknown) => {
    asked.delete(language); // the next widget tries again
    console.error(
      `[engagement] The words for "${language}" did not load. (script-missing) ${docsOf('script-missing')}`,
      error,
    );
  });
}

/** The language around an element, as widgets find it. */
function languageOf(element: Element): string {
  return element.closest('[lang]:not([lang=""])')?.getAttribute('lang') || navigator.language;
}

function loadAll(): void {
  for (const element of document.querySelectorAll(':defined')) {
    if (element.localName.startsWith('engagement-')) load(languageOf(element));
  }
}

// Every language in which a widget is on the page: now, when a widget says that it is there, and when languages change.
if (globalThis.document) {
  loadAll();
  document.addEventListener('engagement-state-change', (event) => {
    const [widget] = event.composedPath();
    if (widget instanceof Element) load(languageOf(widget));
  });
  new MutationObserver(loadAll).observe(document, { attributeFilter: ['lang'], subtree: true });
}
